import CaseCore
import DutchMessages
import Testing

@Suite struct LedgerTests {
  struct Story: Sendable, CustomTestStringConvertible {
    let kind: DeadlineKind
    let event: String
    let length: String
    /// `-` and a date suspends, `+` and a date resumes, `x` and a length extends.
    let events: [String]
    let lastDay: String
    let why: String

    var testDescription: String { "\(kind) \(event) + \(length) \(events) = \(lastDay): \(why)" }

    init(_ kind: DeadlineKind, _ event: String, _ length: String, _ events: [String], _ lastDay: String, _ why: String)
    {
      (self.kind, self.event, self.length) = (kind, event, length)
      (self.events, self.lastDay, self.why) = (events, lastDay, why)
    }

    func due() throws -> DueDate? {
      let rule = try DeadlineRule(length: Length(iso8601: length), kind: kind)
      return try rule.due(from: .morning(event), ledger: ledger(), calendar: .standard)
    }

    private func ledger() throws -> Ledger {
      var ledger = Ledger()
      var now = try Instant.morning(event)
      for event in events {
        let argument = String(event.dropFirst())
        if event.first != "x" { now = try .morning(argument) }
        switch event.first {
        case "-": try ledger.append(.suspended(at: now))
        case "+": try ledger.append(.resumed(at: now))
        default: try ledger.append(.extended(by: Length(iso8601: argument), at: now))
        }
      }
      return ledger
    }
  }

  static let stories = [
    Story(.calendar, "2026-06-01", "P10D", [], "2026-06-11", "nothing happened"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-10"], "2026-06-18", "seven days lost"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-03"], "2026-06-11", "resumed on the same day"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-11", "+2026-06-20"], "2026-06-20", "suspended on the last day"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-01", "+2026-06-08"], "2026-06-18", "suspended at once"),
    Story(
      .calendar,
      "2026-06-01",
      "P10D",
      ["-2026-06-03", "+2026-06-05", "-2026-06-08", "+2026-06-09"],
      "2026-06-14",
      "two and one days lost"
    ),
    Story(.calendar, "2026-01-31", "P1M", ["xP2M"], "2026-04-30", "three months from the start, not 28 April"),
    Story(.calendar, "2026-01-31", "P1M", ["xP1W"], "2026-03-07", "other units are added in turn"),
    Story(.calendar, "2026-06-01", "P1M", ["-2026-06-10", "+2026-06-15", "xP1M"], "2026-08-06", "longer and paused"),
    Story(.eu1182, "2026-03-14", "P1M", ["xP2M"], "2026-06-15", "14 June is a Sunday; a privacy request, extended"),
    Story(
      .atw,
      "2026-06-01",
      "P6W",
      ["-2026-06-08", "+2026-06-13"],
      "2026-07-17",
      "9 to 12 June lost: four days"
    ),
    Story(.atw, "2026-06-07", "P6W", ["xP6W"], "2026-08-31", "twelve weeks in all: still moved"),
    Story(.atw, "2026-06-07", "P6W", ["xP7W"], "2026-09-06", "thirteen weeks in all: not moved"),
    Story(
      .atw,
      "2026-06-05",
      "P3D",
      ["-2026-06-08", "+2026-06-13"],
      "2026-06-15",
      "8 June counted; the second working day is the next that was not paused"
    ),
    Story(.atw, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-10"], "2026-06-17", "4 to 9 June: Awb art. 4:15"),
    Story(.atw, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-03"], "2026-06-11", "the same day: nothing lost"),
    Story(.atw, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-04"], "2026-06-11", "the next day: nothing lost"),
    Story(.atw, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-05"], "2026-06-12", "only 4 June"),
    Story(.atw, "2026-06-01", "P10D", ["-2026-06-01", "+2026-06-08"], "2026-06-17", "at once: 2 to 7 June"),
    Story(
      .atw,
      "2026-06-01",
      "P10D",
      ["-2026-06-10", "+2026-06-20"],
      "2026-06-22",
      "one day left, a Saturday: Monday"
    ),
    Story(
      .atw,
      "2026-06-01",
      "P10D",
      ["-2026-06-11", "+2026-06-20"],
      "2026-06-11",
      "on the last day: none left to stop"
    ),
    Story(
      .atw,
      "2026-06-01",
      "P10D",
      ["-2026-06-03", "+2026-06-05", "-2026-06-05", "+2026-06-08"],
      "2026-06-15",
      "4, 6 and 7 June lost: 14 June is a Sunday"
    ),
    Story(
      .atw,
      "2026-06-07",
      "P13W",
      ["-2026-06-10", "+2026-06-17"],
      "2026-09-12",
      "a Saturday: art. 4 moves nothing"
    ),
    Story(
      .atw,
      "2026-06-01",
      "P8W",
      ["-2026-06-10", "+2026-06-24", "xP6W"],
      "2026-09-20",
      "a permit: fourteen weeks, 11 to 23 June lost"
    ),
    Story(
      .atw,
      "2026-10-19",
      "P2W",
      ["-2026-10-23", "+2026-10-28"],
      "2026-11-06",
      "24 to 27 October, clock change or not"
    ),
    Story(
      .atw,
      "2026-05-30",
      "P1W",
      ["-2026-06-06", "+2026-06-10"],
      "2026-06-10",
      "moved off Saturday, past the pause"
    ),
    Story(.eu1182, "2026-05-30", "P1W", ["-2026-06-08", "+2026-06-11"], "2026-06-11", "moved to Monday, paused on it"),
    Story(.workingDays, "2026-06-01", "P5D", ["-2026-06-03", "+2026-06-10"], "2026-06-15", "five working days lost"),
    Story(.workingDays, "2026-06-01", "P5D", ["-2026-06-05", "+2026-06-08"], "2026-06-09", "of a weekend only Friday"),
    Story(.workingDays, "2026-06-01", "P5D", ["-2026-06-06", "+2026-06-08"], "2026-06-08", "a weekend was not lost"),
    Story(
      .workingDays,
      "2026-06-01",
      "P5D",
      ["-2026-06-08", "+2026-06-13"],
      "2026-06-15",
      "the last day, resumed on Saturday"
    ),
    Story(
      .workingDays,
      "2026-06-01",
      "P5D",
      ["-2026-06-01", "+2026-06-03"],
      "2026-06-10",
      "begins again on Wednesday"
    ),
    Story(
      .workingDays,
      "2026-06-01",
      "P5D",
      ["-2026-06-01", "+2026-06-03", "-2026-06-03", "+2026-06-04"],
      "2026-06-11",
      "begins again twice"
    ),
    Story(
      .workingDays,
      "2026-06-01",
      "P5D",
      ["-2026-06-03", "+2026-06-04", "-2026-06-04", "+2026-06-10"],
      "2026-06-15",
      "two pauses that touch are one"
    ),
    Story(.workingDays, "2026-06-01", "P5D", ["xP5D"], "2026-06-15", "ten working days"),
    Story(
      .workingDays,
      "2026-04-01",
      "P2D",
      ["-2026-04-02", "+2026-04-07"],
      "2026-04-08",
      "over Easter one day is lost"
    ),
  ]

  @Test(arguments: stories) func movesTheEnd(_ story: Story) throws {
    let due = try #require(try story.due())
    #expect("\(try #require(due.lastDay))" == story.lastDay, "\(story.why)")
    #expect(due.steps.last?.after == due.lastDay)
  }

  @Test func aSuspendedTermHasNoEnd() throws {
    let story = Story(.calendar, "2026-06-01", "P10D", ["-2026-06-03", "xP5D"], "", "")
    #expect(try story.due() == nil)
  }

  @Test func hoursComeBackExactly() throws {
    let rule = try DeadlineRule(length: Length(72, .hours), kind: .hours)
    let start = try Instant(rfc3339: "2026-06-01T10:00:00Z")
    let ledger = try Ledger([
      .suspended(at: Instant(rfc3339: "2026-06-02T10:00:00Z")),
      .resumed(at: Instant(rfc3339: "2026-06-03T12:05:00.5Z")),
      .extended(by: Length(24, .hours), at: Instant(rfc3339: "2026-06-03T13:00:00Z")),
    ])
    let due = try #require(try rule.due(from: start, ledger: ledger, calendar: .standard))
    #expect("\(due.due)" == "2026-06-06T12:05:00.500000Z")
    #expect(
      due.steps.map(\.dutch) == [
        "verlengd met 24 uur: geteld met de termijn mee, vanaf het begin", "96 uur, geteld vanaf het tijdstip zelf",
        "26 uur en 5 minuten opgeschort",
      ]
    )
  }

  @Test func explainsThePause() throws {
    let due = try #require(try Story(.workingDays, "2026-06-01", "P5D", ["-2026-06-03", "+2026-06-10"], "", "").due())
    #expect(
      due.steps.map(\.dutch) == [
        "5 werkdagen na maandag 1 juni 2026: tot en met maandag 8 juni 2026",
        "5 werkdagen opgeschort: tot en met maandag 15 juni 2026",
      ]
    )
  }

  @Test func namesTheArticleOfASuspension() throws {
    func source(_ kind: DeadlineKind) throws -> String? {
      try Story(kind, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-10"], "", "").due()?.steps[1].source
    }
    #expect(try source(.atw) == "Algemene wet bestuursrecht art. 4:15 lid 1")
    #expect(try source(.calendar) == "afspraak: telregel «kalender»")
    #expect(try source(.eu1182) == "afspraak: Verordening (EEG, Euratom) 1182/71 kent geen opschorting")
  }

  @Test(arguments: [
    Story(.calendar, "2026-06-01", "P10D", ["+2026-06-03"], "", "resumed without a suspension"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-03", "-2026-06-04"], "", "suspended twice"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-03", "xP5D", "-2026-06-04"], "", "twice, an extension between"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-06-03", "+2026-06-02"], "", "resumed before it was suspended"),
    Story(.calendar, "2026-06-01", "P10D", ["-2026-05-31", "+2026-06-02"], "", "suspended before the term began"),
  ])
  func refusesImpossibleStories(_ story: Story) {
    #expect(throws: DeadlineError.ledgerOutOfOrder, "\(story.why)") { try story.due() }
  }

  @Test(arguments: [
    (Story(.atw, "2026-06-01", "P10D", ["xPT24H"], "", "hours to days"), DeadlineError.mixedUnits(.hours, .days)),
    (Story(.atw, "2026-06-01", "PT24H", ["xP1D"], "", "days to hours"), .mixedUnits(.days, .hours)),
    (Story(.workingDays, "2026-06-01", "P10D", ["xP1W"], "", "weeks"), .unitNotCounted(.weeks, .workingDays)),
    (Story(.calendar, "2026-06-01", "P100Y", ["xP1Y"], "", "101 years"), .tooLong),
  ])
  func refusesImpossibleExtensions(_ story: Story, _ error: DeadlineError) {
    #expect(throws: error) { try story.due() }
  }
}

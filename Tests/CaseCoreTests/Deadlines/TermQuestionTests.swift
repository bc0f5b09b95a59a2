import CaseCore
import DutchMessages
import Testing

/// Terms as people ask about them, in texts.
@Suite struct TermQuestionTests {
  private func ask(
    _ from: String?,
    _ length: String,
    _ kind: String,
    before: String? = nil,
    _ change: (inout TermQuestion) -> Void = { _ in }
  ) throws(TermQuestion.Faults) -> TermAnswer {
    var question = TermQuestion(from: from, before: before, length: length, kind: kind)
    change(&question)
    return try question.answer(calendar: .standard)
  }

  private func last(_ answer: TermAnswer) -> String? { answer.dueDate.lastDay?.description }

  @Test func countsOnAndBack() throws {
    #expect(last(try ask("2026-12-24", "P3D", "atw")) == "2026-12-29")
    #expect(last(try ask("2026-12-24T23:30:00Z", "P1D", "kalender")) == "2026-12-26", "the 25th in Amsterdam")
    #expect(last(try ask(nil, "P5D", "werkdagen", before: "2026-06-22")) == "2026-06-15")
    let hours = try ask("2026-03-29T00:30:00+01:00", "PT24H", "uren").dueDate
    #expect(hours.lastDay == nil)
    #expect(Amsterdam.rfc3339(hours.due) == "2026-03-30T01:30:00+02:00")
    #expect(hours.steps.first?.moments?.after == hours.due)
  }

  @Test func standsStillAndGetsLonger() throws {
    #expect(last(try ask("2026-06-01", "P10D", "atw") { $0.suspensions = ["2026-06-03..2026-06-10"] }) == "2026-06-17")
    #expect(last(try ask("2026-01-31", "P1M", "kalender") { $0.extensions = ["P2M"] }) == "2026-04-30")
    let twice = try ask("2026-06-01T12:00:00Z", "P10D", "kalender") {
      $0.suspensions = ["2026-06-08..2026-06-09", "2026-06-01..2026-06-03"]
    }
    #expect(last(twice) == "2026-06-14", "in whichever order they are given, and from the day of the event on")
  }

  @Test func closuresCountForWorkingDaysOnly() throws {
    let answer = try ask("2026-06-01", "P1D", "werkdagen") { $0.closures = ["2026-06-02"] }
    #expect(last(answer) == "2026-06-03" && answer.warnings.isEmpty)
    #expect(answer.dueDate.calendarVersion == "nl-2026-1 met sluitingsdagen")
    let statutory = try ask("2026-06-01", "P1D", "atw") { $0.closures = ["2026-06-02"] }
    #expect(last(statutory) == "2026-06-02")
    #expect(statutory.warnings.first?.contains("sluitingsdag") == true)
  }

  @Test func warnsPastTheDecrees() throws {
    #expect(try ask("2029-05-01", "P2W", "atw").warnings.first?.contains("2029") == true)
    #expect(try ask("2028-05-01", "P2W", "atw").warnings.isEmpty)
  }

  @Test func saysAllThatIsWrongAtOnce() throws {
    let error = #expect(throws: TermQuestion.Faults.self) {
      try ask("24-12-2026", "3 dagen", "kalenderdagen") {
        $0.suspensions = ["2026-06-03"]
        $0.extensions = ["P1M2D"]
        $0.closures = ["2026-02-30"]
      }
    }
    let parts = Set(error?.faults.map(\.part) ?? [])
    #expect(parts == [.from, .length, .kind, .suspension, .extra, .closure])
    #expect(error?.faults.allSatisfy { $0.dutch.hasSuffix(".") } == true)
  }

  static let wrong: [(TermQuestion, TermQuestion.Part)] = [
    (.init(length: "P1D", kind: "atw"), .from),
    (.init(from: "2026-06-01", before: "2026-06-09", length: "P1D", kind: "atw"), .before),
    (.init(from: "2026-06-01", length: "P3D", kind: "uren"), .length),
    (.init(from: "2026-06-01", length: "P2W", kind: "werkdagen"), .length),
    (.init(from: "1990-06-01", length: "P2W", kind: "atw"), .from),
    (.init(from: "2026-06-01", length: "P2W", kind: "atw", suspensions: ["2026-06-09..2026-06-03"]), .suspension),
    (.init(from: "2026-06-01", length: "P2W", kind: "atw", suspensions: ["2026-05-09..2026-06-03"]), .suspension),
    (
      .init(
        from: "2026-06-01",
        length: "P2W",
        kind: "atw",
        suspensions: ["2026-06-02..2026-06-05", "2026-06-04..2026-06-09"]
      ), .suspension
    ),
    (.init(from: "2026-06-01", length: "P2W", kind: "atw", extensions: ["PT3H"]), .extra),
    (.init(before: "2026-06-01", length: "P2W", kind: "atw", extensions: ["P1W"]), .before),
  ]

  @Test(arguments: wrong) func refuses(_ question: TermQuestion, _ part: TermQuestion.Part) {
    let error = #expect(throws: TermQuestion.Faults.self) { try question.answer(calendar: .standard) }
    #expect(error?.faults.map(\.part) == [part])
  }
}

extension TermQuestion {
  fileprivate init(
    from: String? = nil,
    before: String? = nil,
    length: String,
    kind: String,
    suspensions: [String] = [],
    extensions: [String] = []
  ) {
    self.init(from: from, before: before, length: length, kind: kind)
    self.suspensions = suspensions
    self.extensions = extensions
  }
}

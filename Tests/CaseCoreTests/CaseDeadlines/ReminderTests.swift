import CaseCore
import OrderedCollections
import Testing

/// What a deadline says and does after its end, and where it begins.
@Suite struct ReminderTests {
  private func end(_ month: Int, _ day: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(2026, month, day).adding(days: 1))
  }

  private func reminded() throws -> Play {
    let reminders = [
      Deadline.Reminder(after: try Length(1, .weeks), roles: ["clerk"]),
      Deadline.Reminder(after: try Length(2, .weeks), roles: ["chief"]),
    ]
    let warning = Deadline.Warning(before: try Length(1, .days), roles: ["clerk"])
    return try Play.lamp(in: "repair") {
      $0.deadlines["repair-limit"]?.reminders = reminders
      $0.deadlines["repair-limit"]?.warnings = [warning]
      $0.deadlines["repair-limit"]?.event = "escalatie"
    }
  }

  @Test func itIsSaidAgainForAsLongAsItRuns() throws {
    var play = try reminded()
    #expect(play.running("repair-limit")?.timers.map(\.at) == [end(3, 21), end(3, 22), end(3, 29), end(4, 5)])
    #expect(play.running("repair-limit")?.timers.map(\.kind) == [.warning(0), .expiry, .reminder(0), .reminder(1)])
    let told = [["01": ["termijn-nadert"]], ["01": ["escalatie"]], ["01": ["escalatie"]], ["02": ["escalatie"]]]
    for timer in 0...3 {
      play.now = try #require(play.running("repair-limit")?.timers[timer].at)
      #expect(try play.mustFire("repair-limit", timer: timer).told == told[timer])
    }
    // Each once in a generation, and it passed once.
    for timer in 0...3 { #expect(play.fires("repair-limit", timer: timer) == .lapsed) }
    #expect(play.running("repair-limit")?.passed == 1)
  }

  @Test func whatIsDoneIsNotSaidAgain() throws {
    var play = try reminded()
    play.now = end(3, 22)
    try play.mustFire("repair-limit", timer: 1)
    try play.must("submit", by: Play.clerk)
    play.now = end(3, 29)
    #expect(play.fires("repair-limit", timer: 2, generation: 1) == .lapsed)
  }

  @Test func aRestartSaysAllOfItAgain() throws {
    var play = try reminded()
    play.now = end(3, 22)
    try play.mustFire("repair-limit", timer: 1)
    try play.must("progress", by: Play.clerk)
    #expect(play.running("repair-limit")?.timers.filter(\.isFired) == [])
    #expect(play.fires("repair-limit", timer: 2, generation: 1) == .lapsed)
    #expect(play.fires("repair-limit", timer: 1) == .lapsed)
    play.pass(days: 21)
    try play.mustFire("repair-limit", timer: 1)
  }

  @Test func itsEndBringsInWhoMustAct() throws {
    let join = Transition.Join(role: "adviser", source: .region)
    var play = try Play.lamp(in: "repair") {
      $0.deadlines["repair-limit"]?.joins = [join]
      $0.deadlines["repair-limit"]?.roles = ["adviser"]
    }
    play.now = end(3, 22)
    let expiry = try play.mustFire("repair-limit", timer: 0)
    #expect(expiry.told == ["01": ["bijgewerkt"], "04": ["termijn-verlopen"]])
    #expect(expiry.result.party("04")?.since == expiry.entry.revision)
  }

  /// That there is nobody to bring in is no reason for silence.
  @Test func itsEndDoesNotFailOnAnEmptyRegion() throws {
    var play = try Play.lamp(in: "repair") {
      $0.deadlines["repair-limit"]?.joins = [
        .init(role: "contractor", source: .region), .init(role: "x", source: .fact("y")),
      ]
    }
    play.directory = Directory(play.directory.organisations.values.filter { $0.number != "08" })
    play.now = end(3, 22)
    #expect(try play.mustFire("repair-limit", timer: 0).told == ["01": ["termijn-verlopen"]])
  }

  private func widening() throws -> [Deadline.Reminder] {
    let join = Transition.Join(role: "adviser", source: .region)
    return [
      .init(after: try Length(1, .weeks), roles: ["clerk"]),
      .init(after: try Length(2, .weeks), roles: ["adviser"], joins: [join]),
    ]
  }

  @Test func aReminderBringsInMore() throws {
    let reminders = try widening()
    var play = try Play.lamp(in: "repair") { $0.deadlines["repair-limit"]?.reminders = reminders }
    play.now = end(3, 22)
    try play.mustFire("repair-limit", timer: 0)
    play.pass(days: 8)
    #expect(try play.mustFire("repair-limit", timer: 1).result.party("04") == nil)
    play.pass(days: 8)
    let last = try play.mustFire("repair-limit", timer: 2)
    #expect(last.told == ["01": ["bijgewerkt"], "04": ["termijn-verlopen"]])
    #expect(last.result.party("04")?.since == last.entry.revision)
  }

  /// Administrators say when reminders come and to whom, and not who takes part.
  @Test func settingsTakeNobodyAway() throws {
    let reminders = try widening()
    let workflow = try Lamp.workflow { $0.deadlines["repair-limit"]?.reminders = reminders }
    let sooner = Deadline.Reminder(after: try Length(2, .days), roles: ["chief"])
    for set in [[], [sooner], [sooner, sooner]] {
      let change = SettingsChange.set(Settings.place("repair-limit"), DeadlineSetting(reminders: set))
      let rows = DeadlineSettings().applied([change]).overview(of: workflow)
      let row = try #require(rows.first { $0.deadline.name == "repair-limit" })
      let inForce = row.rows.first?.value.reminders ?? []
      #expect(inForce.flatMap(\.joins) == reminders[1].joins)
      #expect(inForce.prefix(set.count).map(\.after) == set.map(\.after))
    }
  }

  // MARK: - Where it begins

  private func received(_ date: String) throws -> Play {
    let extra = Transition.Extension("whole", by: try Length(5, .days), most: 1)
    var play = try Play.lamp { machine in
      machine.facts["received"] = Fact(label: "Received", kind: .date(within: nil, past: true))
      machine.commands["note"]?.fields["received"] = Lamp.field(.date(within: nil, past: false))
      machine.deadlines["whole"]?.beginsOn = "received"
      machine.states["intake"]?.on["submit"]?[0].suspends = ["whole"]
      machine.states["review"]?.on["postpone"] = [Transition(extensions: [extra])]
    }
    if !date.isEmpty { try play.must("note", by: Play.clerk, ["received": .string(date)]) }
    return play
  }

  @Test(arguments: [
    ("", "2026-03-02"), ("2026-02-20", "2026-02-20"), ("2026-03-02", "2026-03-02"), ("2026-04-01", "2026-03-02"),
  ])
  func itBeginsOnTheDayOfTheFactButNotLaterThanNow(_ date: String, _ from: String) throws {
    let play = try received(date)
    #expect(play.running("whole")?.dueAt == Amsterdam.startOfDay(try CivilDate(iso8601: from).adding(days: 61)))
  }

  /// Another day is no way around what happened to the term.
  @Test func anotherDayKeepsSuspensionAndExtensions() throws {
    var play = try received("2026-02-20")
    try play.must("submit", by: Play.clerk)
    let suspended = play.now
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law")
    play.pass(days: 2)
    try play.must("note", by: Play.clerk, ["received": .string("2026-02-25")])
    let running = try #require(play.running("whole"))
    #expect(running.ledger.isSuspended)
    #expect(running.ledger.entries.count == 2)
    #expect(running.timers == [])
    play.workflow.machines["lamp"]?.commands["postpone"]?.grounds = [Lamp.law]
    #expect(
      play.rules("postpone", by: Play.clerk, ["until": .string("2026-03-20")])
        == ["De termijn «Limit» kan hoogstens 1 keer worden verlengd."]
    )
    // It never begins after it was suspended.
    try play.must("note", by: Play.clerk, ["received": .string("2026-03-04")])
    #expect(play.running("whole")?.startedAt == suspended)
    play.workflow.machines["lamp"]?.on["note"] = [Transition(resumes: ["whole"])]
    try play.must("note", by: Play.clerk)
    let rule = try DeadlineRule(length: Length(60, .days), kind: .calendar)
    let ledger = try #require(play.running("whole")?.ledger)
    #expect(play.running("whole")?.dueAt == (try rule.due(from: suspended, ledger: ledger, calendar: .standard)?.due))
  }
}

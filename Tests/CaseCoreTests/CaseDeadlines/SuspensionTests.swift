import CaseCore
import OrderedCollections
import Testing

/// Deadlines that stand still, go on and get longer. What they come to is computed a second time from the rule and a ledger
/// that the test writes down.
@Suite struct SuspensionTests {
  private let week: Length

  init() throws { week = try Length(7, .days) }

  /// In repair, where `note` suspends, `progress` resumes and `submit` extends the limit of twenty days.
  private func repair(_ change: (inout Machine) -> Void = { _ in }) throws -> Play {
    let week = week
    return try Play.lamp(in: "repair") { machine in
      machine.on["note"] = [Transition(suspends: ["repair-limit"])]
      machine.states["repair"]?.on["progress"] = [Transition(resumes: ["repair-limit"])]
      let extra = Transition.Extension("repair-limit", by: week, most: 2)
      machine.states["repair"]?.on["submit"] = [Transition(extensions: [extra])]
      machine.deadlines["repair-limit"]?.warnings = [.init(before: week, roles: ["chief"])]
      change(&machine)
    }
  }

  private func due(_ entries: [Ledger.Entry]) throws -> Instant? {
    let rule = try DeadlineRule(length: Length(20, .days), kind: .calendar)
    return try rule.due(from: Play.monday, ledger: Ledger(entries), calendar: .standard)?.due
  }

  private func end(_ month: Int, _ day: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(2026, month, day).adding(days: 1))
  }

  @Test func aSuspensionGivesItsDaysBack() throws {
    var play = try repair()
    #expect(play.running("repair-limit")?.dueAt == end(3, 22))
    play.pass(days: 3)
    let suspended = play.now
    try play.must("note", by: Play.clerk)
    let still = try #require(play.running("repair-limit"))
    #expect((still.timers, still.generation, still.ledger.isSuspended) == ([], 2, true))
    // Whatever the clock had set for it lapses.
    play.pass(days: 30)
    #expect(play.fires("repair-limit", timer: 1, generation: 1) == .lapsed)
    #expect(play.fires("repair-limit", timer: 0) == .lapsed)
    try play.must("progress", by: Play.clerk)
    let running = try #require(play.running("repair-limit"))
    #expect(running.dueAt == (try due([.suspended(at: suspended), .resumed(at: play.now)])))
    #expect(running.dueAt == end(4, 21))
    #expect(running.timers.map(\.at) == [end(4, 14), end(4, 21)])
    #expect(running.startedAt == Play.monday)
    #expect(running.generation == 3)
  }

  @Test func severalSuspensionsAddUp() throws {
    var play = try repair()
    var entries: [Ledger.Entry] = []
    for (wait, stand) in [(2, 3), (0, 1), (4, 10)] {
      play.pass(days: wait)
      try play.must("note", by: Play.clerk)
      entries.append(.suspended(at: play.now))
      play.pass(days: stand)
      try play.must("progress", by: Play.clerk)
      entries.append(.resumed(at: play.now))
    }
    #expect(play.running("repair-limit")?.dueAt == (try due(entries)))
    #expect(play.running("repair-limit")?.dueAt == end(4, 5))
  }

  @Test func itIsSuspendedAndResumedInTurn() throws {
    var play = try repair()
    #expect(play.rules("progress", by: Play.clerk) == ["De termijn «Limit» is niet opgeschort."])
    try play.must("note", by: Play.clerk)
    #expect(play.rules("note", by: Play.clerk) == ["De termijn «Limit» is al opgeschort."])
  }

  @Test func whatDoesNotRunIsNotSuspended() throws {
    let play = try Play.lamp { $0.on["note"] = [Transition(suspends: ["repair-limit"])] }
    #expect(play.rules("note", by: Play.clerk) == ["De termijn «Limit» loopt niet."])
  }

  /// Whether the clock has told so or not.
  @Test(arguments: [true, false]) func whatHasEndedIsNotRevived(_ isTold: Bool) throws {
    var play = try repair()
    play.now = end(3, 22)
    if isTold { try play.mustFire("repair-limit", timer: 1) }
    #expect(play.rules("note", by: Play.clerk) == ["De termijn «Limit» is al verlopen."])
    #expect(play.rules("submit", by: Play.clerk) == ["De termijn «Limit» is al verlopen."])
  }

  @Test func itIsSuspendedUntilTheLastMoment() throws {
    var play = try repair()
    play.now = end(3, 22).adding(seconds: -1)
    try play.must("note", by: Play.clerk)
    let suspended = play.now
    play.pass(days: 5)
    try play.must("progress", by: Play.clerk)
    #expect(play.running("repair-limit")?.dueAt == (try due([.suspended(at: suspended), .resumed(at: play.now)])))
  }

  // MARK: - By state

  private func waiting() throws -> Play {
    try Play.lamp(in: "review") {
      $0.deadlines["whole"]?.suspendedIn = ["review"]
    }
  }

  @Test func aStateSuspendsForAsLongAsItLasts() throws {
    var play = try waiting()
    let still = try #require(play.running("whole"))
    #expect((still.timers, still.ledger.entries) == ([], [.suspended(at: Play.monday)]))
    play.pass(days: 6)
    for actor in [Play.clerk, Play.chief] { try play.must("vote", by: actor, JointDecisionTests.repair) }
    let running = try #require(play.running("whole"))
    #expect(running.ledger.entries == [.suspended(at: Play.monday), .resumed(at: play.now)])
    let rule = try DeadlineRule(length: Length(60, .days), kind: .calendar)
    #expect(running.dueAt == (try rule.due(from: Play.monday, ledger: running.ledger, calendar: .standard)?.due))
    #expect(running.dueAt == end(5, 7))
    // And again on the way back.
    play.pass(days: 1)
    try play.must("submit", by: Play.clerk)
    #expect(play.running("whole")?.ledger.entries.count == 3)
  }

  @Test func aStateDoesNotReviveWhatHasEnded() throws {
    var play = try Play.lamp { $0.deadlines["whole"]?.suspendedIn = ["review"] }
    play.now = end(5, 1)
    let before = try #require(play.running("whole"))
    #expect(before.dueAt == play.now)
    try play.must("submit", by: Play.clerk)
    #expect(play.running("whole") == before)
    try play.mustFire("whole", timer: 0)
    #expect(play.running("whole")?.passed == 1)
  }

  /// A restart begins a new run; in the state that suspends, one that stands still.
  @Test func aRestartInThatStateStandsStill() throws {
    var play = try waiting()
    play.workflow.machines["lamp"]?.on["note"] = [Transition(restarts: ["whole"])]
    play.pass(days: 2)
    try play.must("note", by: Play.clerk)
    #expect(play.running("whole")?.startedAt == play.now)
    #expect(play.running("whole")?.ledger.entries == [.suspended(at: play.now)])
  }

  /// The clock of the machine can be set back; the ledger stays in order.
  @Test func aClockThatGoesBackDoesNoHarm() throws {
    var play = try repair()
    try play.must("note", by: Play.clerk)
    play.now = play.now.adding(seconds: -60)
    try play.must("progress", by: Play.clerk)
    #expect(play.running("repair-limit")?.dueAt == end(3, 22))
  }

  // MARK: - Extensions

  @Test func itGetsLongerSoOftenAndNoOftener() throws {
    var play = try repair()
    try play.must("submit", by: Play.clerk)
    #expect(play.running("repair-limit")?.dueAt == end(3, 29))
    #expect(play.running("repair-limit")?.generation == 2)
    #expect(play.fires("repair-limit", timer: 1, generation: 1) == .lapsed)
    try play.must("submit", by: Play.clerk)
    #expect(play.running("repair-limit")?.dueAt == end(4, 5))
    #expect(play.rules("submit", by: Play.clerk) == ["De termijn «Limit» kan hoogstens 2 keer worden verlengd."])
  }

  @Test func anExtensionWhileItStandsStillCountsWhenItGoesOn() throws {
    var play = try repair()
    try play.must("note", by: Play.clerk)
    let suspended = play.now
    play.pass(days: 2)
    try play.must("submit", by: Play.clerk)
    #expect(play.running("repair-limit")?.timers == [])
    let extended = play.now
    play.pass(days: 2)
    try play.must("progress", by: Play.clerk)
    let ledger = [Ledger.Entry.suspended(at: suspended), .extended(by: week, at: extended), .resumed(at: play.now)]
    #expect(play.running("repair-limit")?.dueAt == (try due(ledger)))
  }

  @Test func aNewRunCanBeExtendedAgain() throws {
    var play = try repair {
      $0.on["note"] = [Transition(restarts: ["repair-limit"])]
    }
    for _ in 1...2 { try play.must("submit", by: Play.clerk) }
    try play.must("note", by: Play.clerk)
    #expect(play.running("repair-limit")?.ledger == Ledger())
    try play.must("submit", by: Play.clerk)
  }
}

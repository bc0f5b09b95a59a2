import CaseCore
import OrderedCollections
import Testing

/// Deadlines that begin again by themselves, and guards that look at how often they passed.
@Suite struct RepeatTests {
  /// In repair, a look every ten days; `submit` is only for who let two of them pass, and `progress` restarts it.
  private func repair(_ change: (inout Deadline) -> Void = { _ in }) throws -> Play {
    var look = try Lamp.deadline(10, ["repair"], roles: ["clerk"])
    look.repeats = true
    change(&look)
    return try Play.lamp(in: "repair") { [look] machine in
      machine.deadlines["look"] = look
      machine.on["note"] = [Transition()]
      machine.states["repair"]?.on["progress"] = [Transition(restarts: ["look"])]
      machine.states["repair"]?.on["submit"] = [
        Transition(requirements: [.init(.expired("look", times: 2), otherwise: "Not two yet.")], target: "review")
      ]
    }
  }

  private func end(_ month: Int, _ day: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(2026, month, day).adding(days: 1))
  }

  /// However late the clock comes, the next run ends when it would have.
  @Test(arguments: [0, 1, 86_400 * 3]) func runsFollowEachOtherWithoutDrift(_ late: Int64) throws {
    var play = try repair()
    for (month, day) in [(3, 12), (3, 22), (4, 1), (4, 11)] {
      #expect(play.running("look")?.dueAt == end(month, day))
      play.now = end(month, day).adding(seconds: late)
      #expect(try play.mustFire("look", rung: 0).told == ["01": ["termijn-verlopen"]])
    }
    #expect(play.running("look")?.generation == 5)
    #expect(play.running("look")?.passed == 4)
  }

  @Test func hoursFollowEachOtherToTheSecond() throws {
    let term = Deadline.Term.length(try DeadlineRule(length: Length(36, .hours), kind: .hours))
    var play = try repair { $0.term = term }
    for run in 1...3 {
      let due = Play.monday.adding(seconds: Int64(run) * 36 * 3_600)
      #expect(play.running("look")?.dueAt == due)
      play.now = due.adding(seconds: 100)
      try play.mustFire("look", rung: 0)
    }
  }

  /// When nobody looked at the clock for long, it is said once, and the next run counts from now.
  @Test func afterALongSilenceItGoesOnFromNow() throws {
    var play = try repair()
    play.now = end(4, 3)
    try play.mustFire("look", rung: 0)
    #expect(play.running("look")?.passed == 1)
    #expect(play.running("look")?.startedAt == play.now)
    #expect(play.running("look")?.dueAt == end(4, 14))
    #expect(play.fires("look", rung: 0) == .lapsed)
  }

  @Test func aGuardCountsWhatPassedUntilACommandBeginsItAgain() throws {
    var play = try repair()
    for day in [12, 22] {
      #expect(play.rules("submit", by: Play.clerk) == ["Not two yet."])
      play.now = end(3, day)
      try play.mustFire("look", rung: 0)
    }
    #expect(play.rules("submit", by: Play.clerk) == nil)
    try play.must("note", by: Play.clerk)
    #expect(play.running("look")?.passed == 2)
    try play.must("progress", by: Play.clerk)
    #expect(play.running("look")?.passed == 0)
    #expect(play.rules("submit", by: Play.clerk) == ["Not two yet."])
  }

  @Test func oneThatPassedOnceIsExpiredForAsLongAsItRuns() throws {
    var play = try repair { $0.repeats = false }
    play.workflow.machines["lamp"]?.on["note"] = [
      Transition(requirements: [.init(.expired("look", times: 1), otherwise: "Not yet.")])
    ]
    #expect(play.rules("note", by: Play.clerk) == ["Not yet."])
    play.now = end(3, 12)
    #expect(play.rules("note", by: Play.clerk) == ["Not yet."])
    try play.mustFire("look", rung: 0)
    try play.must("note", by: Play.clerk)
    #expect(play.fires("look", rung: 0) == .lapsed)
  }

  /// Earlier runs that passed do not forbid to suspend the present one.
  @Test func aLaterRunCanBeSuspended() throws {
    var play = try repair()
    play.workflow.machines["lamp"]?.on["note"] = [Transition(suspends: ["look"])]
    play.now = end(3, 12)
    try play.mustFire("look", rung: 0)
    play.pass(days: 1)
    try play.must("note", by: Play.clerk)
    #expect(play.running("look")?.rungs == [])
    #expect(play.running("look")?.passed == 1)
  }

  /// A day in a fact is where the first run begins, not every one.
  @Test func aRunAfterOneThatBeganOnAFactBeginsWhereThatEnded() throws {
    var play = try repair { $0.beginsOn = "until" }
    play.workflow.machines["lamp"]?.states["repair"]?.on["postpone"] = [Transition()]
    play.workflow.machines["lamp"]?.commands["postpone"]?.fields["until"]?.kind = .date(within: nil, past: true)
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-01")], ground: "law")
    #expect(play.running("look")?.dueAt == end(3, 11))
    play.now = end(3, 11)
    try play.mustFire("look", rung: 0)
    #expect(play.running("look")?.dueAt == end(3, 21))
    play.now = end(5, 1)
    try play.mustFire("look", rung: 0)
    #expect(play.running("look")?.startedAt == play.now)
  }
}

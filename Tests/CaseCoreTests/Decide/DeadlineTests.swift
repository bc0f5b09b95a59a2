import CaseCore
import OrderedCollections
import Testing

/// When deadlines run.
@Suite struct DeadlineTests {
  /// The first moment after the last day.
  private func end(_ year: Int, _ month: Int, _ day: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(year, month, day).adding(days: 1))
  }

  @Test func theyStartAndEndWithTheirState() throws {
    var play = try Play.lamp()
    #expect(play.instance?.root.deadlines.keys.sorted() == ["intake-limit", "whole"])
    #expect(play.instance?.root.deadlines["intake-limit"]?.dueAt == end(2026, 3, 7))
    #expect(play.instance?.root.deadlines["intake-limit"]?.startedAt == Play.monday)
    let changes = try play.must("submit", by: Play.clerk).entry.changes
    #expect(changes.contains(.deadlineEnded(name: "intake-limit")))
    #expect(play.instance?.root.deadlines["review-limit"]?.dueAt == end(2026, 3, 12))
  }

  @Test func oneOverSeveralStatesGoesOnFromTheOneToTheOther() throws {
    var play = try Play.lamp()
    let whole = play.instance?.root.deadlines["whole"]
    play.pass(days: 3)
    try play.must("submit", by: Play.clerk)
    #expect(play.instance?.root.deadlines["whole"] == whole)
  }

  @Test func comingBackStartsANewGeneration() throws {
    var play = try Play.lamp(in: "repair")
    play.pass(days: 7)
    try play.must("submit", by: Play.clerk)
    #expect(play.instance?.root.deadlines["review-limit"]?.generation == 2)
    #expect(play.instance?.root.deadlines["review-limit"]?.dueAt == end(2026, 3, 19))
  }

  @Test func restartingBeginsAgain() throws {
    var play = try Play.lamp(in: "repair")
    play.pass(days: 7)
    let changes = try play.must("progress", by: Play.clerk).entry.changes
    #expect(changes.first == .deadlineEnded(name: "repair-limit"))
    #expect(play.instance?.root.deadlines["repair-limit"]?.generation == 2)
    #expect(play.instance?.root.deadlines["repair-limit"]?.dueAt == end(2026, 3, 29))
  }

  @Test func aRestartStartsNothingThatDoesNotRun() throws {
    var play = try Play.lamp { $0.on["note"] = [Transition(restarts: ["repair-limit"])] }
    #expect(try play.must("note", by: Play.clerk).effects == [])
  }

  @Test func aGuardedOneRunsWhileItsGuardHolds() throws {
    var play = try Play.lamp()
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(play.instance?.root.deadlines["urgent"]?.dueAt == end(2026, 3, 5))
    play.pass(days: 1)
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(play.instance?.root.deadlines["urgent"]?.generation == 1)
    try play.must("note", by: Play.clerk, ["urgency": .string("low")])
    #expect(play.instance?.root.deadlines["urgent"] == nil)
    try play.must("note", by: Play.clerk, ["urgency": .string("high")])
    #expect(play.instance?.root.deadlines["urgent"]?.generation == 2)
  }

  @Test func aGuardCanLookAtADecision() throws {
    var play = try Play.lamp(in: "review")
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    #expect(play.instance?.root.deadlines["split"] == nil)
    try play.must("vote", by: Play.chief, JointDecisionTests.leave)
    #expect(play.instance?.root.deadlines["split"]?.dueAt == end(2026, 3, 4))
    try play.must("vote", by: Play.clerk, JointDecisionTests.leave)
    #expect(play.instance?.root.deadlines["split"] == nil)
  }

  @Test func oneOnADateEndsWithThatDayAndMovesWithIt() throws {
    var play = try Play.lamp(in: "review")
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law")
    let first = play.instance?.root.deadlines["postponed"]
    #expect(first?.dueAt == end(2026, 3, 20))
    // The same date again is no other deadline.
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-20")], ground: "law")
    #expect(play.instance?.root.deadlines["postponed"] == first)
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-25")], ground: "law")
    #expect(play.instance?.root.deadlines["postponed"]?.dueAt == end(2026, 3, 25))
    #expect(play.instance?.root.deadlines["postponed"]?.generation == (first?.generation ?? 0) + 1)
  }

  /// Better that people look at once than that nobody ever does; but once.
  @Test func oneOnADateThatWasNeverSetIsDueAtOnceAndOnlyOnce() throws {
    var play = try Play.lamp(in: "review")
    #expect(play.instance?.root.deadlines["postponed"]?.dueAt == Play.monday)
    try play.mustFire("postponed", timer: 0)
    play.pass(days: 1)
    try play.must("note", by: Play.clerk)
    #expect(play.instance?.root.deadlines["postponed"]?.generation == 1)
    #expect(play.fires("postponed", timer: 0) == .lapsed)
  }

  @Test func warningsComeBeforeTheEndAtTheSameTimeOfDay() throws {
    let play = try Play.lamp()
    let timers = play.instance?.root.deadlines["intake-limit"]?.timers.map(\.at)
    #expect(timers == [end(2026, 3, 4), end(2026, 3, 6), end(2026, 3, 7)])
  }

  @Test func aWarningWhoseMomentHasPassedIsLeftOut() throws {
    var play = try Play.lamp(in: "review") {
      $0.deadlines["postponed"]?.warnings = Self.weekAndDay
    }
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-05")], ground: "law")
    #expect(play.instance?.root.deadlines["postponed"]?.timers.map(\.at) == [end(2026, 3, 4), end(2026, 3, 5)])
    // And the one that is left is still for whom it was meant.
    play.now = end(2026, 3, 4)
    #expect(try play.mustFire("postponed", timer: 0).told == ["02": ["termijn-nadert"]])
  }

  /// A day before an end in summer time is the same hour, though the night between has one less.
  @Test func aWarningKeepsTheHourWhenTheClockChanges() throws {
    var play = try Play.lamp(in: "review") { $0.deadlines["postponed"]?.warnings = Self.weekAndDay }
    try play.must("postpone", by: Play.clerk, ["until": .string("2026-03-29")], ground: "law")
    let timers = play.instance?.root.deadlines["postponed"]?.timers.map(\.at) ?? []
    #expect(timers == [end(2026, 3, 22), end(2026, 3, 28), end(2026, 3, 29)])
  }

  private static let weekAndDay: [Deadline.Warning] = [(1, Length.Unit.weeks, "clerk"), (1, .days, "chief")].compactMap
  {
    // One is within every limit of a length.
    amount,
    unit,
    role in (try? Length(amount, unit)).map { .init(before: $0, roles: [role]) }
  }
}

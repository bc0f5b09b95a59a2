import CaseCore
import OrderedCollections
import Testing

/// What happened to a deadline before the move goes with it: suspensions, extensions, reminders.
@Suite("Moves of deadlines with a history") struct LedgerMoveTests {
  /// A lamp in repair, of which «progress» does this to the deadlines.
  private func lamp(_ progress: Transition, _ change: (inout Machine) -> Void = { _ in }) throws -> Play {
    var play = try Play.lamp(in: "repair") { machine in
      machine.states["repair"]?.on["progress"] = [progress]
      change(&machine)
    }
    play.pass(days: 3)
    try play.must("progress", by: Play.clerk)
    return play
  }

  private func limit(
    _ play: Play,
    _ change: (inout Machine) throws -> Void
  ) throws -> (move: DeadlineMove?, running: RunningDeadline?) {
    let order = try MoveTests.order(play) { try change(&$0.lamp) }
    let instance = try #require(play.instance)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    let result = order.decision(landing, of: instance, plan: "", at: play.now).result
    return (landing.deadlines.first { $0.name.name == "repair-limit" }, result.root.deadlines["repair-limit"])
  }

  @Test("an extension is added to the new length") func extended() throws {
    var extend = Transition()
    extend.extensions = [.init("repair-limit", by: try Length(5, .days), most: 1)]
    let play = try lamp(extend)
    let before = try #require(play.instance?.root.deadlines["repair-limit"])
    let (move, running) = try limit(play) { $0.deadlines["repair-limit"]?.term = try MoveTests.days(30) }
    #expect(move?.effect == .changed)
    #expect(running?.ledger == before.ledger && running?.startedAt == before.startedAt)
    let end = Amsterdam.startOfDay(Lamp.day(2026, 3, 2).adding(days: 36))
    #expect(move?.newDue == end && running?.dueAt == end)
  }

  @Test("one that stands still goes on standing still, under the new rule") func suspended() throws {
    var suspend = Transition()
    suspend.suspends = ["repair-limit"]
    let play = try lamp(suspend)
    let (move, running) = try limit(play) { $0.deadlines["repair-limit"]?.term = try MoveTests.days(30) }
    #expect(move?.effect == .changed && move?.oldDue == nil && move?.newDue == nil)
    #expect(running?.ledger.isSuspended == true && running?.timers == [])
  }

  @Test("a state in which only the new version lets it stand still stops it at the move") func standsNow() throws {
    let play = try lamp(Transition())
    let (move, running) = try limit(play) { $0.deadlines["repair-limit"]?.suspendedIn = ["repair"] }
    #expect(move?.effect == .changed && move?.newDue == nil)
    #expect(running?.ledger.entries == [.suspended(at: play.now)])
  }

  @Test("and one in which only the old version did lets it go on") func goesOn() throws {
    var play = try lamp(Transition()) { $0.deadlines["repair-limit"]?.suspendedIn = ["repair"] }
    #expect(play.instance?.root.deadlines["repair-limit"]?.ledger.isSuspended == true)
    play.pass(days: 4)
    let (move, running) = try limit(play) { $0.deadlines["repair-limit"]?.suspendedIn = [] }
    #expect(move?.effect == .changed && move?.oldDue == nil && move?.newDue == running?.dueAt)
    #expect(running?.ledger.entries.last == .resumed(at: play.now))
  }

  @Test("a condition that only one of the versions has stops it at the move, or lets it go on") func condition() throws
  {
    let low = Guard.fact("urgency", oneOf: [.choice("low")])
    var play = try lamp(Transition())
    let stopped = try limit(play) { $0.deadlines["repair-limit"]?.suspendedWhen = low }
    #expect(stopped.move?.effect == .changed && stopped.running?.ledger.entries == [.suspended(at: play.now)])
    play = try lamp(Transition()) { $0.deadlines["repair-limit"]?.suspendedWhen = low }
    play.pass(days: 4)
    let kept = try limit(play) { $0.deadlines["whole"]?.term = try MoveTests.days(90) }
    #expect(kept.move?.effect == .kept)
    let gone = try limit(play) { $0.deadlines["repair-limit"]?.suspendedWhen = nil }
    #expect(gone.running?.ledger.entries.last == .resumed(at: play.now) && gone.move?.newDue == gone.running?.dueAt)
  }

  @Test("what a command stopped goes on where a condition says so from now on, which no command could lift")
  func commanded()
    throws
  {
    var suspend = Transition()
    suspend.suspends = ["repair-limit"]
    var play = try lamp(suspend)
    play.pass(days: 4)
    func under(_ urgency: String) throws -> RunningDeadline? {
      let condition = Guard.fact("urgency", oneOf: [.choice(urgency)])
      return try limit(play) { machine in
        machine.states["repair"]?.on["progress"] = [Transition()]
        machine.deadlines["repair-limit"]?.suspendedWhen = condition
      }.running
    }
    #expect(try under("low")?.ledger.isSuspended == true)
    #expect(try under("high")?.ledger.entries.last == .resumed(at: play.now))
  }

  @Test("reminders whose moment has passed are left out") func reminders() throws {
    var play = try lamp(Transition())
    play.pass(days: 30)
    let (move, running) = try limit(play) { machine in
      machine.deadlines["repair-limit"]?.reminders = [
        .init(after: try Length(1, .days), roles: ["clerk"]), .init(after: try Length(90, .days), roles: ["clerk"]),
      ]
    }
    #expect(move?.effect == .changed && move?.isOverdueAtOnce == true)
    #expect(running?.timers.map(\.kind) == [.expiry, .reminder(1)])
  }
}

import CaseCore
import OrderedCollections
import Testing

/// Where a case lands in another version, and what becomes of its deadlines.
@Suite("Moves to another version") struct MoveTests {
  /// Where the play's case lands in the version that `change` makes.
  private func landing(
    _ play: Play,
    _ change: (inout Workflow) throws -> Void
  ) throws -> UpgradeOutcome.Landing {
    let order = try Self.order(play, change)
    let instance = try #require(play.instance)
    return try #require(order.outcome(for: instance, at: play.now).landing)
  }

  static func order(
    _ play: Play,
    names: [VersionMove.StateName] = [],
    _ change: (inout Workflow) throws -> Void
  ) throws -> VersionMove {
    var next = play.workflow
    next.version = "1.1.0"
    try change(&next)
    return try VersionMove(from: play.workflow, to: next, names: names)
  }

  private func end(_ year: Int, _ month: Int, _ day: Int) -> Instant {
    Amsterdam.startOfDay(Lamp.day(year, month, day).adding(days: 1))
  }

  // MARK: - Deadlines

  @Test(
    "the same version under another number changes nothing but the version",
    arguments: ["intake", "review", "repair"]
  )
  func identity(state: String) throws {
    var play = try Play.lamp(in: state)
    play.pass(days: 4)
    let order = try Self.order(play) { _ in }
    let instance = try #require(play.instance)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    #expect(landing.changes == [.upgraded(version: "1.1.0")])
    #expect(landing.deadlines.allSatisfy { $0.effect == .kept && $0.oldDue == $0.newDue })
    #expect(landing.deadlines.map(\.name.name).sorted() == instance.root.deadlines.keys.sorted())
    var expected = instance
    (expected.version, expected.revision, expected.changedAt) = ("1.1.0", instance.revision + 1, play.now)
    var result = order.decision(landing, of: instance, plan: "", at: play.now).result
    result.readerRevisions = expected.readerRevisions
    #expect(result == expected)
  }

  @Test("another length counts from where the deadline began") func longer() throws {
    var play = try Play.lamp()
    play.pass(days: 3)
    let order = try Self.order(play) { $0.lamp.deadlines["intake-limit"]?.term = try Self.days(9) }
    let instance = try #require(play.instance)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    #expect(
      landing.deadlines.first { $0.name.name == "intake-limit" }
        == DeadlineMove(
          name: DeadlineName("intake-limit"),
          effect: .changed,
          oldDue: end(2026, 3, 7),
          newDue: end(2026, 3, 11),
          isOverdueAtOnce: false
        )
    )
    let running = order.decision(landing, of: instance, plan: "", at: play.now).result.root.deadlines["intake-limit"]
    #expect(running?.startedAt == Play.monday)
    #expect(running?.generation == 2)
    #expect(running?.timers.map(\.at) == [end(2026, 3, 8), end(2026, 3, 10), end(2026, 3, 11)])
  }

  @Test("a shorter one can be overdue at once; warnings that have passed are left out") func shorter() throws {
    var play = try Play.lamp()
    play.pass(days: 4)
    let order = try Self.order(play) { $0.lamp.deadlines["intake-limit"]?.term = try Self.days(2) }
    let instance = try #require(play.instance)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    let limit = landing.deadlines.first { $0.name.name == "intake-limit" }
    #expect(limit?.isOverdueAtOnce == true)
    #expect(limit?.newDue == end(2026, 3, 4))
    let started = landing.changes.compactMap { change in
      if case .deadlineStarted("intake-limit", let running) = change { running.timers } else { nil }
    }
    #expect(started == [[.init(.expiry, at: end(2026, 3, 4))]])
  }

  @Test("who was told that it has passed is not told again, unless there is more time")
  func expired() throws {
    var play = try Play.lamp(in: "repair")
    play.pass(days: 25)
    try play.mustFire("repair-limit", timer: 0)
    let shorter = try landing(play) { $0.lamp.deadlines["repair-limit"]?.term = try Self.days(10) }
    #expect(shorter.deadlines.first { $0.name.name == "repair-limit" }?.isOverdueAtOnce == false)
    let longer = try landing(play) { $0.lamp.deadlines["repair-limit"]?.term = try Self.days(40) }
    for (landing, isFired) in [(shorter, true), (longer, false)] {
      let last = landing.changes.compactMap { change in
        if case .deadlineStarted("repair-limit", let running) = change { running.timers.last?.isFired } else { nil }
      }
      #expect(last == [isFired])
    }
  }

  @Test("one that is new begins now, one that is gone ends") func newAndGone() throws {
    var play = try Play.lamp()
    play.pass(days: 1)
    let landing = try landing(play) { workflow in
      workflow.lamp.deadlines["more"] = workflow.lamp.deadlines["whole"]
      workflow.lamp.deadlines["whole"] = nil
    }
    #expect(landing.deadlines.first { $0.name.name == "whole" }?.effect == .ended)
    let more = landing.deadlines.first { $0.name.name == "more" }
    #expect(more?.effect == .started && more?.newDue == end(2026, 5, 2))
  }

  @Test("only moments count: another label, source or audience of a deadline is no other run") func words() throws {
    let landing = try landing(Play.lamp()) { workflow in
      workflow.lamp.deadlines["intake-limit"]?.label = "Other"
      workflow.lamp.deadlines["intake-limit"]?.roles = ["chief"]
      workflow.lamp.deadlines["intake-limit"]?.warnings[0].roles = ["clerk"]
    }
    #expect(landing.deadlines.allSatisfy { $0.effect == .kept })
  }

  @Test("a guard that only the new version has decides") func guarded() throws {
    let landing = try landing(Play.lamp()) {
      $0.lamp.deadlines["whole"]?.guard = .fact("urgency", oneOf: [.choice("high")])
    }
    #expect(landing.deadlines.first { $0.name.name == "whole" }?.effect == .ended)
  }

  static func days(_ days: Int) throws -> Deadline.Term {
    .length(try DeadlineRule(length: Length(days, .days), kind: .calendar))
  }

  // MARK: - States and facts

  @Test("a renamed state keeps its visits and votes") func renamed() throws {
    var play = try Play.lamp(in: "review")
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    let order = try Self.order(play, names: [.init(machine: "lamp", old: "review", new: "assessment")]) {
      $0.rename("review", to: "assessment")
    }
    let instance = try #require(play.instance)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    #expect(landing.state == "assessment")
    #expect(landing.changes[1] == .renamed(states: ["review": "assessment"]))
    #expect(landing.deadlines.allSatisfy { $0.effect == .kept })
    let decision = order.decision(landing, of: instance, plan: "", at: play.now)
    #expect(decision.result.root.visits == ["intake": 1, "assessment": 1])
    #expect(decision.result.root.votes == instance.root.votes)
    #expect(decision.notices.allSatisfy { $0.event == Event.moved } && !decision.notices.isEmpty)
  }

  @Test("a fact that the new version begins with is there") func facts() throws {
    let landing = try landing(Play.lamp()) {
      $0.lamp.facts["colour"] = Fact(label: "Colour", kind: .text(maximumLength: 9), initial: .text("white"))
      $0.lamp.facts["until"] = nil
    }
    #expect(landing.changes.dropFirst() == [.set(fact: "colour", value: .text("white"))])
  }

  // MARK: - The entry

  @Test("the audience of the state may read it and is told; nobody acted") func entry() throws {
    let play = try Play.lamp()
    let order = try Self.order(play) { _ in }
    let instance = try #require(play.instance)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    let decision = order.decision(landing, of: instance, plan: "abc", at: play.now)
    #expect(decision.entry.cause == .upgraded(from: "1.0.0", to: "1.1.0"))
    #expect(decision.entry.actor == nil && decision.entry.role == nil)
    #expect(decision.entry.ground == "beheer")
    #expect(decision.entry.audience == ["clerk", "chief"])
    #expect(decision.entry.fields == ["plan": .text("abc")])
    #expect(decision.told == ["01": ["bijgewerkt"]])
    #expect(!decision.erases)
  }
}

extension UpgradeOutcome {
  var landing: Landing? { if case .lands(let landing) = self { landing } else { nil } }
  var obstacles: [Obstacle] { if case .stays(let obstacles) = self { obstacles } else { [] } }
}

extension Workflow {
  /// The one machine of the lamp.
  var lamp: Machine {
    get { machines["lamp"] ?? machines.values[0] }
    set { machines["lamp"] = newValue }
  }

  mutating func rename(_ state: String, to name: String) {
    var machine = lamp
    machine.states = OrderedDictionary(
      uniqueKeysWithValues: lamp.states.map { ($0 == state ? name : $0, $1) }
    )
    for (key, deadline) in lamp.deadlines {
      machine.deadlines[key]?.states = deadline.states.map { $0 == state ? name : $0 }
    }
    lamp = machine
  }
}

import CaseCore
import OrderedCollections
import Testing

/// Children move with their case, each in its own machine.
@Suite("Moves of cases with children") struct ChildMoveTests {
  /// A lamp in repair, with an errand that is open.
  private func lamp() throws -> Play {
    var errand = Transition()
    errand.starts = [.init("errand")]
    var play = try Play.lamp(in: "repair") { $0.states["repair"]?.on["progress"] = [errand] }
    play.workflow.machines["errand"] = Machine(
      label: "Errand",
      initial: "open",
      states: [
        "open": State(label: "Open", audience: ["clerk"]),
        "done": State(label: "Done", audience: ["clerk"], isFinal: true),
      ],
      commands: [:],
      facts: ["size": Fact(label: "Size", kind: .number(minimum: 1, maximum: 9), initial: .number(4))],
      deadlines: ["limit": try Lamp.deadline(10, ["open"], roles: ["clerk"])]
    )
    try play.must("progress", by: Play.clerk)
    play.pass(days: 2)
    return play
  }

  private func outcome(
    _ play: Play,
    names: [VersionMove.StateName] = [],
    _ change: (inout Machine) throws -> Void
  ) throws -> UpgradeOutcome {
    let order = try MoveTests.order(play, names: names) { workflow in
      guard var machine = workflow.machines["errand"] else { return }
      try change(&machine)
      workflow.machines["errand"] = machine
    }
    let instance = try #require(play.instance)
    return order.outcome(for: instance, at: play.now)
  }

  @Test("another rule of a child's deadline, a new fact and a new name change the child alone") func child() throws {
    let play = try lamp()
    let names = [VersionMove.StateName(machine: "errand", old: "open", new: "under-way")]
    let outcome = try outcome(play, names: names) { machine in
      machine.states["under-way"] = machine.states.removeValue(forKey: "open")
      machine.deadlines["limit"]?.states = ["under-way"]
      machine.deadlines["limit"]?.term = try MoveTests.days(20)
      machine.facts["colour"] = Fact(label: "Colour", kind: .text(maximumLength: 9), initial: .text("red"))
    }
    let landing = try #require(outcome.landing)
    let limit = try #require(landing.deadlines.first { $0.name == DeadlineName("limit", child: "errand-1") })
    #expect(limit.effect == .changed && limit.oldDue != limit.newDue)
    #expect(landing.deadlines.filter { $0.name.child == nil }.allSatisfy { $0.effect == .kept })
    let changes = landing.changes.dropFirst().compactMap { change in
      if case .inChild("errand-1", let change) = change { change } else { nil }
    }
    #expect(changes.count == landing.changes.count - 1)
    #expect(changes.first == .renamed(states: ["open": "under-way"]))
    #expect(changes.contains(.set(fact: "colour", value: .text("red"))))
  }

  @Test("what stands in the way of a child stands in the way of the case") func obstacles() throws {
    let play = try lamp()
    #expect(try outcome(play) { $0.states["open"] = nil }.obstacles == [.stateGone("open", machine: "errand")])
    #expect(
      try outcome(play) { $0.states["open"]?.isFinal = true }.obstacles == [.stateEnds("open", machine: "errand")]
    )
    #expect(
      try outcome(play) { $0.facts["size"]?.kind = .number(minimum: 5, maximum: 9) }.obstacles
        == [.factNotAllowed("size", machine: "errand")]
    )
    let order = try MoveTests.order(play) { $0.machines["errand"] = nil }
    let instance = try #require(play.instance)
    #expect(order.outcome(for: instance, at: play.now).obstacles == [.machineGone("errand")])
  }

  @Test("an ended child stays ended") func ended() throws {
    let play = try lamp()
    var instance = try #require(play.instance)
    instance.apply(.inChild("errand-1", .entered(state: "done")))
    let order = try MoveTests.order(play) { $0.machines["errand"]?.states["done"]?.isFinal = false }
    #expect(order.outcome(for: instance, at: play.now).obstacles == [.stateReopens("done", machine: "errand")])
  }
}

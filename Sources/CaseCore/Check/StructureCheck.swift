import OrderedCollections

/// Proves the shape of a machine: everything reachable, an end from everywhere, no waiting without a bound.
struct StructureCheck: MachineCheck {
  let workflow: Workflow
  let key: String

  func faults() -> [WorkflowFault] { reach() + bounds() + reviews() + idle() }

  /// What all ways through the machine depend on.
  private var ways: [WorkflowFault.Basis] {
    ["start", "initial", "states", "on", "after"].map { .all(of: path + [$0]) }
  }

  private func reach() -> [WorkflowFault] {
    guard !machine.initial.isEmpty else {
      return [.init(path + [isRoot ? "start" : "initial"], "Het begin noemt geen toestand.")]
    }
    let forward = edges()
    let reachable = closure(of: [machine.initial], along: forward)
    let finals = machine.states.filter { $1.isFinal }.map(\.key)
    let ending = closure(of: finals, along: reversed(forward))
    return machine.states.keys.compactMap { name in
      let path = path + ["states", name]
      if !reachable.contains(name) {
        return .init(path, "De toestand «\(name)» is onbereikbaar.", basis: ways)
      }
      return ending.contains(name)
        ? nil : .init(path, "Vanuit «\(name)» is geen eindtoestand te bereiken.", basis: ways)
    }
  }

  private func bounds() -> [WorkflowFault] {
    machine.states.compactMap { name, state in
      let path = path + ["states", name]
      if state.isFinal {
        return state.on.isEmpty ? nil : .init(path + ["on"], "Een eindtoestand kent geen opdrachten.")
      }
      let bound = machine.deadlines.values.contains {
        $0.states.contains(name) && $0.guard == nil && !$0.suspendedIn.contains(name)
      }
      let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["after"])]
      return bound ? nil : .init(path, "De toestand «\(name)» wacht zonder termijn.", basis: basis)
    }
  }

  /// Where people decide, they have something to decide with.
  private func reviews() -> [WorkflowFault] {
    guard machine.on.isEmpty else { return [] }
    return machine.states.filter { $1.isReview && !$1.isFinal && $1.on.isEmpty }.map { name, _ in
      let basis = [WorkflowFault.Basis.all(of: path + ["states", name]), .all(of: path + ["on"])]
      return .init(path + ["states", name], "In «\(name)» besluiten mensen, maar er is geen opdracht.", basis: basis)
    }
  }

  /// Commands that no state takes.
  private func idle() -> [WorkflowFault] {
    let used = Set(machine.states.values.flatMap(\.on.keys)).union(machine.on.keys).union(
      machine.start.map { [$0.command] } ?? []
    )
    return machine.commands.keys.filter { !used.contains($0) }.map {
      .init(path + ["commands", $0], "Geen toestand kent de opdracht «\($0)».", basis: ways)
    }
  }
}

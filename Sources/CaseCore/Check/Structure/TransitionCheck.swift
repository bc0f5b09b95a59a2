import OrderedCollections

/// Proves that every transition can be taken.
struct TransitionCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    faults(machine.on, at: path + ["on"]) + machine.states.flatMap { faults($1.on, at: path + ["states", $0, "on"]) }
      + machine.deadlines.flatMap { hidden($1.root, at: path + ["after", $0, "case"]) }
  }

  private func faults(_ on: OrderedDictionary<String, [Transition]>, at path: [String]) -> [WorkflowFault] {
    on.flatMap { command, transitions -> [WorkflowFault] in
      let path = path + [command]
      if machine.begins(by: command) {
        let message = "Met deze opdracht begint een zaak; later kan zij niet worden gegeven."
        return [.init(path, message, basis: startCommands)]
      }
      return hidden(transitions, at: path)
        + transitions.enumerated().flatMap { hidden($1.root, at: path + ["\($0)", "case"]) }
    }
  }

  /// The first transition whose requirements hold is taken. So one that requires all that an earlier one does is never
  /// taken.
  private func hidden(_ transitions: [Transition], at path: [String]) -> [WorkflowFault] {
    let required = transitions.map { Set($0.requirements.map(\.guard)) }
    let hidden = required.indices.first { index in required[..<index].contains { $0.isSubset(of: required[index]) } }
    guard let hidden else { return [] }
    let isOpen = required[..<hidden].contains(where: \.isEmpty)
    let reason = isOpen ? "stelt geen voorwaarde" : "vraagt niets wat deze niet ook vraagt"
    return [
      .init(
        path + ["\(hidden)"],
        "Hier komt het nooit van: een mogelijkheid hiervóór \(reason).",
        basis: [.all(of: path)]
      )
    ]
  }
}

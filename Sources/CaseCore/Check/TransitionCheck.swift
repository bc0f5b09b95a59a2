import OrderedCollections

/// Proves that every transition can be taken.
struct TransitionCheck: MachineCheck {
  let workflow: Workflow
  let key: String

  func faults() -> [WorkflowFault] {
    faults(machine.on, at: path + ["on"]) + machine.states.flatMap { faults($1.on, at: path + ["states", $0, "on"]) }
  }

  private func faults(_ on: OrderedDictionary<String, [Transition]>, at path: [String]) -> [WorkflowFault] {
    on.flatMap { command, transitions -> [WorkflowFault] in
      let path = path + [command]
      if command == machine.start?.command {
        let basis = [WorkflowFault.Basis.all(of: self.path + ["start", "command"])]
        return [.init(path, "Met deze opdracht begint een zaak; later kan zij niet worden gegeven.", basis: basis)]
      }
      return hidden(transitions, at: path)
    }
  }

  /// The first transition that requires nothing is always taken, so none after it is.
  private func hidden(_ transitions: [Transition], at path: [String]) -> [WorkflowFault] {
    guard let open = transitions.firstIndex(where: \.requirements.isEmpty), open + 1 < transitions.count else {
      return []
    }
    let message = "Hier komt het nooit van: de mogelijkheid hiervóór stelt geen voorwaarde."
    return [.init(path + ["\(open + 1)"], message, basis: [.all(of: path)])]
  }
}

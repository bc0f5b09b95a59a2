import OrderedCollections

/// A transition, with its place in the workflow.
struct TransitionPlace {
  let path: [String]
  /// The machine that it changes.
  let machine: String
  /// `nil` for a transition at the end of a deadline.
  let command: String?
  let isStart: Bool
  /// The states that the machine can be in when it is taken; `nil` when that may be any, or none yet.
  let sources: [String]?
  let transition: Transition
}

extension Workflow {
  /// Every transition that changes an instance of the machine: by a command, by the start of a case, and, of the root, by
  /// what happens in a child.
  func places(in key: String) -> [TransitionPlace] {
    guard let machine = machines[key] else { return [] }
    return own(machine, key) + (key == root ? machines.keys.flatMap(consequences) : [])
  }

  private func own(_ machine: Machine, _ key: String) -> [TransitionPlace] {
    let path = ["machines", key]
    let starts = machine.starts.enumerated().map { index, start in
      TransitionPlace(
        path: path + ["start", "\(index)"],
        machine: key,
        command: start.command,
        isStart: true,
        sources: nil,
        transition: start.transition
      )
    }
    return starts
      + places(machine.on, of: key, at: path + ["on"]) { command in
        machine.states.filter { !$1.isFinal && $1.on[command] == nil }.map(\.key)
      }
      + machine.states.flatMap { name, state in
        places(state.on, of: key, at: path + ["states", name, "on"]) { _ in [name] }
      }
  }

  private func places(
    _ on: OrderedDictionary<String, [Transition]>,
    of key: String,
    at path: [String],
    from sources: (String) -> [String]
  ) -> [TransitionPlace] {
    on.flatMap { command, transitions in
      transitions.enumerated().map { index, transition in
        TransitionPlace(
          path: path + [command, "\(index)"],
          machine: key,
          command: command,
          isStart: false,
          sources: sources(command),
          transition: transition
        )
      }
    }
  }

  /// An event in a child can cause a transition of the case.
  private func consequences(of key: String) -> [TransitionPlace] {
    guard key != root, let machine = machines[key] else { return [] }
    let ofCommands = own(machine, key).map { ($0.path, $0.command, $0.transition.root) }
    let ofDeadlines = machine.deadlines.map { (["machines", key, "after", $0], String?.none, $1.root) }
    return (ofCommands + ofDeadlines).flatMap { path, command, transitions in
      transitions.enumerated().map { index, transition in
        let path = path + ["case", "\(index)"]
        return .init(
          path: path,
          machine: root,
          command: command,
          isStart: false,
          sources: nil,
          transition: transition
        )
      }
    }
  }

  /// The facts of a machine that transitions increment. Asked for with every step and every view of a case, so it makes no places.
  public func counted(in key: String) -> Set<String> {
    var counted: Set<String> = []
    machines[key]?.forEachTransition { counted.formUnion($0.counts) }
    guard key == root else { return counted }
    for (child, machine) in machines where child != root {
      machine.forEachTransition { for consequence in $0.root { counted.formUnion(consequence.counts) } }
      for deadline in machine.deadlines.values {
        for consequence in deadline.root { counted.formUnion(consequence.counts) }
      }
    }
    return counted
  }

  /// The command as its machine declares it, and its place.
  func definition(of command: String) -> (definition: CommandDefinition, path: [String])? {
    guard let key = machine(of: command), let definition = machines[key]?.commands[command] else { return nil }
    return (definition, ["machines", key, "commands", command])
  }
}

extension Machine {
  /// Every transition of its own, by a command or at the start.
  fileprivate func forEachTransition(_ body: (Transition) -> Void) {
    for start in starts { body(start.transition) }
    on.values.forEach { $0.forEach(body) }
    for state in states.values { state.on.values.forEach { $0.forEach(body) } }
  }
}

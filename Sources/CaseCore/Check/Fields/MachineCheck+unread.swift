import OrderedCollections

/// How much of the time whoever is told of a fact has to be able to read it.
enum Telling {
  /// It is told only while the reader may read the fact; so there has to be such a phase.
  case whereRead
  /// It is told wherever the command is given.
  case always
}

extension MachineCheck {
  /// What the possibilities and refusals of a command tell of a fact is told to whoever may give the command. So that must be somebody who may
  /// read the fact: in the phases where the command is given, and in the entries that recorded it.
  /// - Parameters:
  ///   - home: the machine of the fact: this one, or that of the case.
  ///   - name: the command.
  ///   - path: where the fact is asked.
  func unread(_ fact: String, of home: String, by name: String, _ telling: Telling, at path: [String])
    -> [WorkflowFault]
  {
    let states = states(of: home, givenBy: name)
    let writers = index.writers(of: home).commands(of: fact).compactMap { workflow.definition(of: $0)?.definition }
    let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) }
    return (machine.commands[name]?.roles ?? []).flatMap { role -> [WorkflowFault] in
      let hidden = states.filter { !$0.audience.contains(role) }
      if !states.isEmpty, hidden.count == states.count {
        let message = "De rol «\(role)» geeft deze opdracht, en mag het gegeven «\(fact)» in geen enkele fase lezen."
        return [.init(path, message, basis: basis)]
      }
      if telling == .always, let first = hidden.first {
        let message =
          "De rol «\(role)» geeft deze opdracht ook in «\(first.label)», en mag het gegeven «\(fact)» daar niet lezen."
        return [.init(path, message, basis: basis)]
      }
      return writers.filter { $0.audience?.contains(role) == false }.map { writer in
        let message =
          "De rol «\(role)» geeft deze opdracht, en mag niet lezen wat met «\(writer.label)» is vastgelegd: het gegeven «\(fact)»."
        return .init(path, message, basis: basis)
      }
    }
  }

  /// The states of which a fact is read: those in which the command is given; for a fact of the case, those in which there can be such a child.
  private func states(of home: String, givenBy command: String) -> [State] {
    if home != key { return index.statesOfTheCase(with: key).compactMap { workflow.rootMachine?.states[$0] } }
    return machine.states.filter { name, _ in !machine.transitions(for: command, in: name).isEmpty }.map(\.value)
  }
}

extension WorkflowIndex {
  /// The states in which a case can be while it has a child of a machine: where one is made, and all that follow. In no final one a command is
  /// given.
  func statesOfTheCase(with child: String) -> [String] {
    guard let root = workflow.rootMachine else { return [] }
    let places = places(in: workflow.root)
    func targets(_ place: TransitionPlace, from reached: Set<String>?) -> [String] {
      let sources = place.isStart ? [root.initial] : place.sources ?? Array(root.states.keys)
      return sources.filter { reached?.contains($0) ?? true }.map { place.transition.target ?? $0 }
    }
    var reached = Set(
      places.filter { $0.transition.starts.contains { $0.machine == child } }.flatMap { targets($0, from: nil) }
    )
    var before = 0
    while before != reached.count {
      before = reached.count
      for place in places where !place.isStart { reached.formUnion(targets(place, from: reached)) }
      for deadline in root.deadlines.values {
        if case .review(let state) = deadline.expiry, !reached.isDisjoint(with: deadline.states) {
          reached.insert(state)
        }
      }
    }
    return root.states.filter { !$1.isFinal && reached.contains($0) }.map(\.key)
  }
}

import OrderedCollections

extension MachineCheck {
  /// What the possibilities and refusals of a command tell of a fact is told to whoever may give the command. So that must be somebody who may
  /// read the fact: in the phases where the command is given, and in the entries that recorded it.
  /// - Parameters:
  ///   - home: the machine of the fact: this one, or that of the case.
  ///   - name: the command.
  ///   - path: where the fact is asked.
  func unread(_ fact: String, of home: String, by name: String, at path: [String]) -> [WorkflowFault] {
    let states = states(of: home, givenBy: name)
    let writers = index.writers(of: home).commands(of: fact).compactMap { workflow.definition(of: $0)?.definition }
    let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) }
    return (machine.commands[name]?.roles ?? []).flatMap { role -> [WorkflowFault] in
      if !states.isEmpty, !states.contains(where: { $0.audience.contains(role) }) {
        let message = "De rol «\(role)» geeft deze opdracht, en mag het gegeven «\(fact)» in geen enkele fase lezen."
        return [.init(path, message, basis: basis)]
      }
      return writers.filter { $0.audience?.contains(role) == false }.map { writer in
        let message =
          "De rol «\(role)» geeft deze opdracht, en mag niet lezen wat met «\(writer.label)» is vastgelegd: het gegeven «\(fact)»."
        return .init(path, message, basis: basis)
      }
    }
  }

  /// The states of which a fact is read: those in which the command is given; for a fact of the case, any that goes on.
  private func states(of home: String, givenBy command: String) -> [State] {
    if home != key { return workflow.rootMachine?.states.values.filter { !$0.isFinal } ?? [] }
    return machine.states.filter { name, _ in !machine.transitions(for: command, in: name).isEmpty }.map(\.value)
  }
}

import OrderedCollections

/// Checks what fields are offered from facts: a value of the same kind, that whoever gives the command may read.
struct OfferCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    machine.commands.flatMap { name, command in
      command.fields.flatMap { field, declared -> [WorkflowFault] in
        guard let offer = declared.offer else { return [] }
        let path = path + ["commands", name, "fields", field]
        return place(offer, name, at: path + ["offer"]) + kind(offer, declared, at: path)
          + unread(offer, name, command, at: path)
      }
    }
  }

  private func home(of offer: Field.Offer) -> String { offer.isOfCase ? workflow.root : key }

  private func place(_ offer: Field.Offer, _ command: String, at path: [String]) -> [WorkflowFault] {
    if offer.isOfCase, isRoot { return [.init(path, "Dit is al een gegeven van de zaak: laat «case» weg.")] }
    guard machine.begins(by: command) else { return [] }
    return [.init(path, "Als een zaak begint, is er nog niets dat zij weet.")]
  }

  private func kind(_ offer: Field.Offer, _ field: Field, at path: [String]) -> [WorkflowFault] {
    let home = home(of: offer)
    guard let fact = workflow.machines[home]?.facts[offer.fact] else { return [] }
    if fact.kind.isSameType(as: field.kind) { return [] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: ["machines", home, "facts", offer.fact])]
    return [.init(path + ["offer"], "Het veld heeft een ander type dan het gegeven «\(offer.fact)».", basis: basis)]
  }

  /// A value is shown to whoever may give the command. So that must be somebody who may read it: in the phases where the command is given,
  /// and in the entries that recorded it.
  private func unread(
    _ offer: Field.Offer,
    _ name: String,
    _ command: CommandDefinition,
    at path: [String]
  ) -> [WorkflowFault] {
    let states = states(of: offer, givenBy: name)
    let writers = writers(of: offer)
    let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) }
    return command.roles.flatMap { role -> [WorkflowFault] in
      if !states.isEmpty, !states.contains(where: { $0.audience.contains(role) }) {
        let message =
          "De rol «\(role)» geeft deze opdracht, en mag het gegeven «\(offer.fact)» in geen enkele fase lezen."
        return [.init(path + ["offer"], message, basis: basis)]
      }
      return writers.filter { $0.audience?.contains(role) == false }.map { writer in
        let message =
          "De rol «\(role)» geeft deze opdracht, en mag niet lezen wat met «\(writer.label)» is vastgelegd: het gegeven «\(offer.fact)»."
        return .init(path + ["offer"], message, basis: basis)
      }
    }
  }

  /// The states of which the fact is read: those in which the command is given; for a fact of the case, any that goes on.
  private func states(of offer: Field.Offer, givenBy command: String) -> [State] {
    if offer.isOfCase { return workflow.rootMachine?.states.values.filter { !$0.isFinal } ?? [] }
    return machine.states.filter { name, _ in !machine.transitions(for: command, in: name).isEmpty }.map(\.value)
  }

  /// The commands that give the fact a value: their entries record it.
  private func writers(of offer: Field.Offer) -> [CommandDefinition] {
    index.writers(of: home(of: offer)).commands(of: offer.fact).compactMap { workflow.definition(of: $0)?.definition }
  }
}

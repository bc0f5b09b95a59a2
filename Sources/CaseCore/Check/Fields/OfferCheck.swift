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
          + unread(offer.fact, of: home(of: offer), by: name, .whereRead, at: path + ["offer"])
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
    if fact.kind.mostOtherCases > 0 {
      // Each reader knows it by another id, and some may not know of it.
      return [.init(path + ["offer"], "Een andere zaak wordt niet voorgesteld: «\(offer.fact)» is er een.")]
    }
    if fact.kind.isSameType(as: field.kind) { return [] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: ["machines", home, "facts", offer.fact])]
    return [.init(path + ["offer"], "Het veld heeft een ander type dan het gegeven «\(offer.fact)».", basis: basis)]
  }
}

import OrderedCollections

extension Decider {
  /// What the fields can be given from facts: as far as the actor may know of the state that these are facts of, and the field
  /// accepts the value today.
  func offers(_ definition: CommandDefinition, for actor: Actor, in instance: Case, child: String?) -> [String: Value] {
    var offers: [String: Value] = [:]
    let surroundings = Field.Surroundings(today: today, directory: directory, instance: instance, workflow: workflow)
    for (name, field) in definition.fields {
      guard let offer = field.offer else { continue }
      let place = offer.isOfCase ? nil : child
      guard let value = instance.instance(place)?.facts[offer.fact], isOpen(place, of: instance, to: actor),
        case .success(let accepted) = field.kind.accept(value.input, in: surroundings), accepted == value
      else { continue }
      offers[name] = value
    }
    return offers
  }

  /// Whether the actor is in the audience of the present state, of the case or of a child.
  private func isOpen(_ child: String?, of instance: Case, to actor: Actor) -> Bool {
    guard let focus = instance.instance(child) else { return false }
    let audience = workflow.machines[focus.machine]?.states[focus.state]?.audience ?? []
    return !roles(of: actor, in: instance, child: child).isDisjoint(with: audience)
  }
}

extension Value {
  /// As a sender writes it.
  package var input: Input {
    switch self {
    case .text(let text), .choice(let text), .reference(let text), .child(let text), .otherCase(let text): .string(text)
    case .date(let date): .string("\(date)")
    case .number(let number): .number(number)
    case .list(let values): .list(values.map(\.input))
    }
  }
}

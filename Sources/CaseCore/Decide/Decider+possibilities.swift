import OrderedCollections

extension Decider {
  /// A command that someone could give now.
  public struct Possibility: Hashable, Sendable {
    public var command: String
    public var definition: CommandDefinition
    /// Why it would be refused as things stand; empty when nothing stands in its way but its own fields.
    public var obstacles: [String]
  }

  /// What the actor may do with the case now, in the order of the workflow. Requirements that look at the command's own
  /// fields or vote count as open: they hold or not only when the command is given.
  public func possibilities(for actor: Actor, in instance: Case) -> [Possibility] {
    guard let party = instance.party(actor.organisation) else { return [] }
    let roles = actor.roles.intersection(party.roles)
    guard canRead(roles) else { return [] }
    return machine.commands.compactMap { name, definition in
      let transitions = name == machine.start.command ? [] : machine.transitions(for: name, in: instance.state)
      guard !transitions.isEmpty, !roles.isDisjoint(with: definition.roles) else { return nil }
      return Possibility(
        command: name,
        definition: definition,
        obstacles: obstacles(transitions, definition: definition, in: instance)
      )
    }
  }

  private func obstacles(
    _ transitions: [Transition],
    definition: CommandDefinition,
    in instance: Case
  ) -> [String] {
    var obstacles: [String] = []
    for transition in transitions {
      let broken = transition.requirements.filter {
        !$0.guard.depends(on: definition, machine: machine)
          && !$0.guard.holds(in: instance, machine: machine, fields: [:])
      }
      if broken.isEmpty { return [] }
      for requirement in broken where !obstacles.contains(requirement.otherwise) {
        obstacles.append(requirement.otherwise)
      }
    }
    return obstacles
  }
}

extension Guard {
  /// Whether the command itself can make the guard hold or fail.
  func depends(on definition: CommandDefinition, machine: Machine) -> Bool {
    switch self {
    case .all(let guards), .any(let guards): guards.contains { $0.depends(on: definition, machine: machine) }
    case .not(let inner): inner.depends(on: definition, machine: machine)
    case .fact(let name, _), .field(let name, _): definition.fields[name] != nil
    case .decided(let decision, _), .divided(let decision): definition.vote == decision
    case .visited, .party: false
    }
  }
}

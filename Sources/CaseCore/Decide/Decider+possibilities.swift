import OrderedCollections

extension Decider {
  /// A command that someone could give now.
  public struct Possibility: Hashable, Sendable {
    public var command: String
    /// The child that it would be given on; `nil` for the case itself.
    public var child: String?
    public var definition: CommandDefinition
    /// Why it would be refused as things stand; empty when nothing stands in its way but its own fields.
    public var obstacles: [String]
  }

  /// What the actor may do with the case and its children now, in the order of the workflow. Requirements that look at the
  /// command's own fields or vote count as open: they hold or not only when the command is given.
  public func possibilities(for actor: Actor, in instance: Case) -> [Possibility] {
    guard !isOver(instance) else { return [] }
    return instance.instances.flatMap { child, focus -> [Possibility] in
      if let child, !canSee(child: child, of: instance, actor) { return [] }
      let roles = roles(of: actor, in: instance, child: child)
      guard child != nil || canRead(roles), let machine = workflow.machines[focus.machine] else { return [] }
      let situation = Situation(instance: instance, workflow: workflow, child: child, today: today)
      return possibilities(of: machine, child: child, roles: roles, in: situation)
    }
  }

  private func possibilities(
    of machine: Machine,
    child: String?,
    roles: Set<String>,
    in situation: Situation
  ) -> [Possibility] {
    machine.commands.compactMap { name, definition in
      let isStart = name == machine.start?.command
      let transitions = isStart ? [] : machine.transitions(for: name, in: situation.focus.state)
      guard !transitions.isEmpty, !roles.isDisjoint(with: definition.roles) else { return nil }
      return Possibility(
        command: name,
        child: child,
        definition: definition,
        obstacles: obstacles(transitions, definition: definition, in: situation)
      )
    }
  }

  private func obstacles(
    _ transitions: [Transition],
    definition: CommandDefinition,
    in situation: Situation
  ) -> [String] {
    var obstacles: [String] = []
    for transition in transitions {
      let broken = transition.requirements.filter { !$0.guard.depends(on: definition) && !situation.holds($0.guard) }
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
  package func depends(on definition: CommandDefinition) -> Bool {
    switch self {
    case .all(let guards), .any(let guards): guards.contains { $0.depends(on: definition) }
    case .not(let inner): inner.depends(on: definition)
    // Of another machine than the command's own, so of what it changes only its fields count.
    case .root(let inner): inner.looksAtField
    case .children(let children): children.condition?.looksAtField ?? false
    case .fact(let name, _), .field(let name, _), .reached(let name, _): definition.fields[name] != nil
    case .recent(.fact(let name), _), .recent(.field(let name), _): definition.fields[name] != nil
    case .decided(let decision, _), .divided(let decision): definition.ballot?.decision == decision
    case .visited, .state, .expired, .party: false
    }
  }

  /// Whether it is about a field of the command.
  private var looksAtField: Bool {
    switch self {
    case .all(let guards), .any(let guards): guards.contains(where: \.looksAtField)
    case .not(let inner), .root(let inner): inner.looksAtField
    case .field, .recent(.field, _): true
    case .children(let children): children.condition?.looksAtField ?? false
    case .fact, .reached, .recent, .decided, .divided, .visited, .state, .expired, .party: false
    }
  }
}

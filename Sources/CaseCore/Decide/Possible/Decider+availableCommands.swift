import OrderedCollections

extension Decider {
  /// A command that someone could give now.
  public struct AvailableCommand: Hashable, Sendable {
    public var command: String
    /// The child that it would be for; `nil` for the case itself.
    public var child: String?
    /// As it is now: a field that is required because of the case alone is required, and one that cannot be is not.
    public var definition: CommandDefinition
    /// What the case knows already, by field, of what the actor may read and the field accepts.
    public var offers: [String: Value]
    /// Why it would be refused at present; empty when that depends on its own fields only.
    public var obstacles: [Rule]
  }

  /// What the actor may do with the case and its children now, in the order of the workflow. What depends on the command's
  /// own fields or vote counts as open, while some of them would be accepted.
  public func availableCommands(for actor: Actor, in instance: Case) -> [AvailableCommand] {
    guard !isOver(instance) else { return [] }
    return instance.instances.flatMap { child, focus -> [AvailableCommand] in
      if let child, !canSee(child: child, of: instance, actor) { return [] }
      let roles = roles(of: actor, in: instance, child: child)
      guard child != nil || canRead(roles), let machine = workflow.machines[focus.machine] else { return [] }
      return machine.commands(in: focus.state).compactMap { name, transitions in
        guard let definition = machine.commands[name], let role = definition.roles.first(where: roles.contains),
          !actor.isVouched || definition.acceptsVouched
        else { return nil }
        let validated = ValidatedCommand(
          command: name,
          definition: definition,
          actor: actor,
          role: role,
          ground: "",
          fields: [:]
        )
        let builder = CaseBuilder(instance, child: child, decider: self)
        let resolved = resolved(definition, builder.situation(child, validated))
        return AvailableCommand(
          command: name,
          child: child,
          definition: resolved,
          offers: offers(resolved, for: actor, in: instance, child: child),
          obstacles: missing(resolved, in: instance) + builder.obstacles(to: validated, transitions)
        )
      }
    }
  }

  /// With what is known of the requirements of its fields before it is given.
  private func resolved(_ definition: CommandDefinition, _ before: Situation) -> CommandDefinition {
    guard definition.fields.values.contains(where: { $0.condition != nil }) else { return definition }
    var (resolved, before) = (definition, before)
    before.unsaidFields = Set(definition.fields.keys)
    for (name, field) in definition.fields where field.condition != nil {
      switch before.requires(field) {
      case true?: resolved.fields[name]?.requirement = .always
      case false?: resolved.fields[name]?.requirement = .never
      case nil: resolved.fields[name]?.requirement = .when(before.remainder(of: field.condition ?? .all([])))
      }
    }
    return resolved
  }

  /// What is missing for anybody: a ground that is in force, or something that a field can name.
  private func missing(_ definition: CommandDefinition, in instance: Case) -> [Rule] {
    let surroundings = Field.Surroundings(today: today, directory: directory, instance: instance, workflow: workflow)
    let isGrounded = !workflow.grounds(of: definition, validOn: today).isEmpty
    let empty = definition.fields.values.filter { $0.isRequired && !$0.kind.hasAcceptableValue(in: surroundings) }
    return (isGrounded ? [] : [.noValidGround]) + empty.map { .nothingToName($0.label) }
  }
}

extension Field.Kind {
  /// Whether there is a value that the field accepts.
  fileprivate func hasAcceptableValue(in surroundings: Field.Surroundings) -> Bool {
    switch self {
    // Which other cases there are is not looked at for what is possible.
    case .text, .date, .number, .choice, .otherCase: true
    case .reference(let roles):
      surroundings.directory.organisations.values.contains {
        $0.takesPart && (roles.isEmpty || !$0.roles.isDisjoint(with: roles))
          && surroundings.missing(roles, of: $0) == nil
      }
    case .child(let machine, let states):
      surroundings.instance.children.values.contains {
        $0.machine == machine && (states.isEmpty || states.contains($0.state))
      }
    case .list(let kind, let minimum, _): minimum == 0 || kind.hasAcceptableValue(in: surroundings)
    }
  }
}

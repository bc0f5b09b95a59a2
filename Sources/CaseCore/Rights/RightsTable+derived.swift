import OrderedCollections

extension RightsTable {
  /// - Parameter workflow: a checked one (``Workflow/faults()`` is empty).
  public init(_ workflow: Workflow) {
    self.workflow = workflow.key
    version = workflow.version
    (acts, sights) = ([], [])
    for (key, machine) in workflow.machines {
      for start in machine.starts.map(\.command) {
        guard let command = machine.commands[start] else { continue }
        acts += command.roles.map { machine.act(start, command, in: nil, of: key, by: $0, standing: .directory) }
      }
      let roles = workflow.readers(of: key)
      for (name, state) in machine.states {
        acts += workflow.acts(in: name, state, of: key, machine)
        sights += roles.compactMap { workflow.sight(of: $0, in: name, state, of: key, machine) }
      }
    }
  }
}

extension Workflow {
  /// The roles that a machine is for, in the order of the workflow: of a child also those that are a part in it.
  fileprivate func readers(of machine: String) -> [String] {
    let parts = parts(in: machine)
    return roles.keys.filter { role in
      switch roles[role]?.access {
      case .party, .oversight: true
      case .part: parts.contains(role)
      case .receipt, .some(.none), nil: false
      }
    }
  }

  /// The roles that the case grants in children of a machine.
  private func parts(in machine: String) -> Set<String> {
    Set(places(in: root).flatMap(\.transition.starts).filter { $0.machine == machine }.compactMap(\.role))
  }

  fileprivate func acts(in name: String, _ state: State, of key: String, _ machine: Machine) -> [RightsTable.Act] {
    machine.commands(in: name).flatMap { command, _ -> [RightsTable.Act] in
      guard let definition = machine.commands[command] else { return [] }
      return definition.roles.compactMap { role in
        standing(of: role, in: state, of: key).map {
          machine.act(command, definition, in: name, of: key, by: role, standing: $0)
        }
      }
    }
  }

  /// How an organisation comes to act in the role; `nil` when the role alone does not let it know of what it would act on.
  private func standing(of role: String, in state: State, of machine: String) -> RightsTable.Standing? {
    let asMember: RightsTable.Standing = isThroughParty(role) ? .through : .party
    return switch roles[role]?.access {
    case .party: machine == root || state.audience.contains(role) ? asMember : nil
    case .oversight: asMember
    case .part: machine == root ? nil : .part
    case .receipt, .some(.none), nil: nil
    }
  }

  fileprivate func sight(
    of role: String,
    in name: String,
    _ state: State,
    of key: String,
    _ machine: Machine
  ) -> RightsTable.Sight? {
    guard let access = roles[role]?.access else { return nil }
    let isAddressed = state.audience.contains(role)
    // Who reads the case knows of a child by the audience of its state; who has a part in it always does.
    if access == .party, key != root, !isAddressed { return nil }
    let extent: RightsTable.Sight.Extent =
      access == .oversight ? .everything : isAddressed ? .state : .existence
    let audiences = machine.commands(in: name).compactMap { command, _ in
      machine.commands[command]?.audience.map { (command: command, isForRole: $0.contains(role)) }
    }
    let named = machine.commands(in: name).compactMap { command, _ -> String? in
      guard let definition = machine.commands[command], definition.sharing?.roles.contains(role) ?? false else {
        return nil
      }
      return definition.audience?.contains(role) ?? isAddressed ? nil : command
    }
    return RightsTable.Sight(
      machine: key,
      state: name,
      role: role,
      extent: extent,
      withheld: extent == .state ? audiences.filter { !$0.isForRole }.map(\.command) : [],
      added: extent == .existence ? audiences.filter(\.isForRole).map(\.command) : [],
      named: extent == .everything ? [] : named
    )
  }
}

extension Machine {
  fileprivate func act(
    _ name: String,
    _ command: CommandDefinition,
    in state: String?,
    of key: String,
    by role: String,
    standing: RightsTable.Standing
  ) -> RightsTable.Act {
    RightsTable.Act(
      machine: key,
      state: state,
      command: name,
      role: role,
      standing: standing,
      ballot: command.ballot,
      apart: command.ballot.flatMap { decisions[$0.decision]?.apart },
      acceptsVouched: command.acceptsVouched && command.ballot == nil,
      isNarrowed: command.vote.flatMap { decisions[$0]?.among } != nil
        || (state.map { transitions(for: name, in: $0) } ?? start(by: name).map { [$0.transition] } ?? [])
          .askSender
    )
  }
}

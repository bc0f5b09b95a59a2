import OrderedCollections

/// Proves that every role that a machine addresses can be held: something lets it join a case, or grants it in the child,
/// and it may do what it is asked to do.
struct PartyCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] { audiences() + powerless() + outsiders() + needless() + absent() }

  private func audiences() -> [WorkflowFault] {
    machine.states.filter { !$1.isFinal && $1.audience.isEmpty }.map { name, _ in
      .init(path + ["states", name, "audience"], "Van wat in «\(name)» gebeurt hoort niemand.")
    }
      + machine.commands.filter { $1.audience?.isEmpty == true }.map { name, _ in
        .init(path + ["commands", name, "audience"], "Wat met «\(name)» wordt vastgelegd, leest niemand.")
      }
  }

  /// Roles that may give no command, but are asked to.
  private func powerless() -> [WorkflowFault] {
    machine.commands.flatMap { name, command in
      command.roles.enumerated().compactMap { index, role -> WorkflowFault? in
        guard let reason = obstacle(to: role, giving: name) else { return nil }
        let basis = [WorkflowFault.Basis.all(of: ["roles", role])] + startCommands
        return .init(path + ["commands", name, "roles", "\(index)"], "De rol «\(role)» \(reason).", basis: basis)
      }
    }
  }

  func obstacle(to role: String, giving command: String) -> String? {
    switch workflow.roles[role]?.access {
    case .oversight: "ziet toe en geeft geen opdrachten"
    case .receipt where !machine.begins(by: command): "ziet de zaak niet, en kan er dus geen opdracht in geven"
    case .some(.none): "neemt aan geen zaak deel, en geeft dus geen opdrachten"
    case .part where isRoot: "heeft alleen een deel in een onderdeel, niet in de zaak"
    case .receipt, .party, .part, nil: nil
    }
  }

  /// Roles that join the case, though they are meant for a child or for no case at all.
  private func outsiders() -> [WorkflowFault] {
    joins().compactMap { join, path, _ in
      guard let role = join.role, let access = workflow.roles[role]?.access, access == .part || access == .none else {
        return nil
      }
      let message = "De rol «\(role)» neemt niet aan een zaak deel (access: \(access.rawValue))."
      return .init(path + ["role"], message, basis: [.all(of: ["roles", role])])
    }
  }

  /// Roles that are named, but that nothing ever lets into a case. Only the first place of each is reported.
  private func absent() -> [WorkflowFault] {
    let joined = joining()
    let through = workflow.opensCase(to: joined) ? workflow.rolesThroughParty : []
    let present = joined.union(through).union(parts())
    var seen: Set<String> = []
    return mentions().compactMap { role, place in
      guard workflow.roles[role] != nil, !present.contains(role), seen.insert(role).inserted else { return nil }
      let message =
        workflow.roles[role]?.access == .part
        ? "De rol «\(role)» is hier nooit iemands: zij bestaat alleen in een onderdeel dat haar geeft (start)."
        : "Niemand neemt ooit deel in de rol «\(role)»: geen toetreding (join) brengt haar in een zaak."
      let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) }
      return .init(place, message, basis: basis + [.all(of: ["roles", role])])
    }
  }
}

extension PartyCheck {
  /// The roles that something can let into a case.
  func joining() -> Set<String> {
    let byTransitions = index.places(in: workflow.root).flatMap { place in
      place.transition.joins.flatMap { joining($0, at: place) }
    }
    let byDeadlines = workflow.machines.values.flatMap(\.deadlines.values).flatMap(\.allJoins).compactMap(\.role)
    return Set(byTransitions + byDeadlines)
  }

  func joining(_ join: Transition.Join, at place: TransitionPlace) -> [String] {
    if let role = join.role { return [role] }
    let definition = place.command.flatMap { workflow.definition(of: $0)?.definition }
    switch join.source {
    // After the start, the sender of a command already takes part in that role.
    case .organisations(.sender): return place.isStart ? definition?.roles ?? [] : []
    case .region, .fact, .party: return []
    // In the roles that the field asks for; when it asks for none, in any role that the directory grants.
    case .organisations(.field(let name)):
      let asked = definition?.fields[name]?.kind.askedRoles ?? []
      return asked.isEmpty ? workflow.roles.keys.filter { !workflow.isThroughParty($0) } : asked
    }
  }

  /// The roles that a child of this machine grants.
  func parts() -> Set<String> {
    let starts = index.places(in: workflow.root).flatMap(\.transition.starts)
    return Set(starts.filter { $0.machine == key }.compactMap(\.role))
  }
}

import OrderedCollections

/// Who has to act next.
extension Decider {
  /// An organisation that can act, in a role.
  public struct Awaited: Hashable, Sendable {
    public var role: String
    public var organisation: String
    /// By which command.
    public var command: String
  }

  /// Who still has to act before the case, or a child, leaves its state: organisations that have not voted yet where a joint
  /// decision is open, and organisations that can give a command that leads out of the state at present. In the order of the
  /// workflow.
  public func awaited(in instance: Case, child: String? = nil) -> [Awaited] {
    guard !isOver(instance), let focus = instance.instance(child), let machine = workflow.machines[focus.machine]
    else { return [] }
    let situation = situation(of: instance, child: child)
    return machine.commands(in: focus.state).flatMap { name, transitions -> [Awaited] in
      guard let definition = machine.commands[name] else { return [] }
      if let decision = definition.vote {
        return missingVotes(of: decision, definition.roles, in: situation).map {
          Awaited(role: $0.role, organisation: $0.organisation, command: name)
        }
      }
      guard leadsOut(transitions, definition, in: situation) else { return [] }
      let isNarrowed = transitions.contains { $0.requirements.contains { $0.guard.asksSender } }
      return holders(of: definition.roles, in: situation).filter { holder in
        guard isNarrowed else { return true }
        var own = situation
        own.sender = .init(organisation: holder.organisation, vote: nil, in: nil)
        return leadsOut(transitions, definition, in: own)
      }.map {
        Awaited(role: $0.role, organisation: $0.organisation, command: name)
      }
    }
  }

  private typealias Holder = (role: String, organisation: String)

  private func holders(of roles: [String], in situation: Situation) -> [Holder] {
    roles.flatMap { role in
      situation.organisations(in: [role]).map { (role, $0) }
    }
  }

  private func missingVotes(of decision: String, _ roles: [String], in situation: Situation) -> [Holder] {
    guard situation.standing(of: decision) == .open else { return [] }
    let joint = workflow.machines[situation.focus.machine]?.decisions[decision]
    let votes = situation.focus.votes[decision] ?? []
    let voters = (joint?.roles ?? []).filter(roles.contains)
    let among = joint?.electorate(in: situation.focus)
    return holders(of: voters, in: situation).filter { holder in
      among?.contains(holder.organisation) ?? true
        && !votes.contains { $0.role == holder.role && $0.organisation == holder.organisation }
    }
  }

  private func leadsOut(
    _ transitions: [Transition],
    _ definition: CommandDefinition,
    in situation: Situation
  ) -> Bool {
    var open = situation
    open.unsaid = .init(child: situation.child, fields: Set(definition.fields.keys))
    return transitions.contains { transition in
      (transition.target ?? situation.focus.state) != situation.focus.state
        && transition.requirements.allSatisfy { open.verdict($0.guard) != false }
    }
  }
}

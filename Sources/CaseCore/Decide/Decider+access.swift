import OrderedCollections

/// Who may know of what.
extension Decider {
  /// Whether one of the roles may know what is in a case as a whole.
  public func canRead(_ roles: Set<String>) -> Bool {
    roles.contains { role in
      switch workflow.roles[role]?.access {
      case .party, .oversight: true
      case .receipt, .part, .some(.none), nil: false
      }
    }
  }

  /// Where a joint decision of the case, or of a child, stands.
  public func standing(of decision: String, in instance: Case, child: String? = nil) -> JointDecision.Standing {
    Situation(instance: instance, workflow: workflow, child: child, today: today).standing(of: decision)
  }

  /// The roles that the actor holds in the case.
  public func roles(of actor: Actor, in instance: Case) -> Set<String> {
    instance.party(actor.organisation)?.roles.intersection(actor.roles) ?? []
  }

  /// The roles that the actor holds in a child: those in the case, and its part in the child.
  public func roles(of actor: Actor, in instance: Case, child: String?) -> Set<String> {
    let roles = roles(of: actor, in: instance)
    guard let part = child.flatMap({ instance.children[$0] })?.party(actor.organisation),
      !part.through.isDisjoint(with: actor.roles)
    else { return roles }
    return roles.union(part.roles)
  }

  /// Whether the actor may know that the case is there: of the whole of it, or of a child.
  public func knows(_ actor: Actor, of instance: Case) -> Bool {
    canRead(roles(of: actor, in: instance))
      || instance.children.keys.contains { canSee(child: $0, of: instance, actor) }
  }

  /// Whether the actor may know of a child: one with a part in it, or in the audience of its state.
  public func canSee(child id: String, of instance: Case, _ actor: Actor) -> Bool {
    guard let child = instance.children[id] else { return false }
    let roles = roles(of: actor, in: instance, child: id)
    if roles.contains(where: { workflow.roles[$0]?.access == .part || workflow.roles[$0]?.access == .oversight }) {
      return true
    }
    guard canRead(roles) else { return false }
    let audience = workflow.machines[child.machine]?.states[child.state]?.audience ?? []
    return !roles.isDisjoint(with: audience)
  }
}

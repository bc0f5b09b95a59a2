import OrderedCollections

/// Who may know what.
extension Decider {
  /// Whether one of the roles may know the content of a case as a whole.
  public func canRead(_ roles: Set<String>) -> Bool {
    roles.contains { role in
      workflow.roles[role]?.access.opensCase ?? false
    }
  }

  /// Whether an organisation takes part in a case by receipts alone: all that it may know of it is what it was answered.
  public func hasOnlyReceipt(_ organisation: String, of instance: Case) -> Bool {
    let held = instance.instances.flatMap(\.instance.parties).filter {
      $0.organisation == organisation && $0.until == nil
    }
    .flatMap(\.roles).compactMap { workflow.roles[$0]?.access }
    return held.contains(.receipt) && !held.contains(where: \.opensSomething)
  }

  /// The revision of a case for an actor: whoever reads all of it counts every entry, another those that its organisation was told of.
  public func revision(of instance: Case, for actor: Actor) -> Int64 {
    readsAll(actor, of: instance) ? instance.revision : instance.revision(for: actor.organisation)
  }

  /// Whether one of the roles in which the actor reads is one of oversight.
  public func readsAll(_ actor: Actor, of instance: Case) -> Bool {
    roles(of: actor, in: instance).contains { workflow.roles[$0]?.access == .oversight }
  }

  /// The state of a joint decision of the case, or of a child.
  public func standing(of decision: String, in instance: Case, child: String? = nil) -> JointDecision.Standing {
    situation(of: instance, child: child).standing(of: decision)
  }

  func situation(of instance: Case, child: String?, fields: [String: Value] = [:], ground: String? = nil)
    -> Situation
  {
    Situation(
      instance: instance,
      workflow: workflow,
      child: child,
      fields: fields,
      ground: ground,
      today: today,
      directory: directory
    )
  }

  /// The roles that the actor holds in the case, and that the directory still grants: those in which its organisation joined, and those
  /// that it has through these.
  public func roles(of actor: Actor, in instance: Case) -> Set<String> {
    let joined = instance.party(actor.organisation).map { directory.counted($0).intersection(actor.roles) } ?? []
    return joined.union(
      actor.roles.filter { instance.gives($0, to: actor.organisation, of: workflow, by: directory) }
    )
  }

  /// The roles of the actor's part in a child, while the directory grants one of the roles behind it. An organisation that had
  /// none when the part began has none behind it: who acts for it holds the role of the part itself.
  public func part(of actor: Actor, in child: Instance) -> Set<String> {
    guard let party = child.party(actor.organisation) else { return [] }
    let counted = directory.counted(party)
    if party.through.isEmpty { return counted.intersection(actor.roles) }
    return party.through.isDisjoint(with: actor.roles) ? [] : counted
  }

  /// The roles that the actor holds in a child: those in the case, and its part in the child.
  public func roles(of actor: Actor, in instance: Case, child: String?) -> Set<String> {
    let held = roles(of: actor, in: instance)
    guard let child = child.flatMap({ instance.children[$0] }) else { return held }
    return held.union(part(of: actor, in: child))
  }

  /// Whether the actor may know that the case exists: of the whole of it, or of a child.
  public func knows(_ actor: Actor, of instance: Case) -> Bool {
    canRead(roles(of: actor, in: instance))
      || instance.children.keys.contains { canSee(child: $0, of: instance, actor) }
  }

  /// Whether the actor may know of a child: as a holder of a part in it, or in the audience of its state.
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

  private func rolesThroughParty(of organisation: String, in instance: Case) -> [String] {
    workflow.rolesThroughParty.filter { instance.gives($0, to: organisation, of: workflow, by: directory) }
  }

  /// The organisations that take part and read an entry, in the order in which they joined. Oversight reads it in any case, and is not
  /// among them for that.
  public func readers(of entry: EntryReaders, in instance: Case) -> [String] {
    var seen: Set<String> = []
    return instance.instances.flatMap { child, part in
      part.parties.filter { party in
        guard party.until == nil else { return false }
        let through = child == nil ? rolesThroughParty(of: party.organisation, in: instance) : []
        let held = directory.counted(party).union(through).filter {
          workflow.roles[$0]?.access == .party || child != nil && workflow.roles[$0]?.access == .part
        }
        return !entry.roles(held, of: [party.organisation], in: child, since: party.since).isEmpty
      }.map(\.organisation)
    }.filter { seen.insert($0).inserted }
  }
}

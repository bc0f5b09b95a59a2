import OrderedCollections

extension CaseBuilder {
  mutating func admit(_ join: Transition.Join, validated: ValidatedCommand) throws(Refusal) {
    switch join.source {
    case .region, .fact, .party:
      let found = designated(by: join)
      guard let role = join.role, !found.isEmpty else { throw .broken(vacancy(of: join)) }
      let able = found.filter { missing([role], of: $0) == nil }
      // Of those in a region whoever can take part does; one that the case names itself must be able to.
      if able.isEmpty || join.source != .region { try requireConditions(of: found, for: [role]) }
      for organisation in able { admitForWhomActs(organisation, in: [role], history: join.readsHistory) }
    case .organisations(.sender):
      let (sender, roles) = (validated.actor.organisation, Set([join.role ?? validated.role]))
      try requireConditions(of: [sender], for: roles)
      // Who acts itself is not acted for.
      endRepresentations(of: sender, in: roles)
      // What it has for another it keeps for another, also when the directory grants it the same.
      let acts = instance.party(sender)?.onBehalfOf.first {
        roles.contains($0.role) && decider.directory.stands($0, for: sender)
      }
      admit(sender, in: roles, history: join.readsHistory, for: acts)
    case .organisations(.field(let name)):
      let asked = validated.definition.fields[name]?.kind.askedRoles ?? []
      for number in validated.fields[name]?.references ?? [] {
        let held = decider.directory.organisations[number]?.roles ?? []
        let roles = join.role.map { [$0] } ?? (asked.isEmpty ? joinable(held) : held.intersection(asked))
        try requireConditions(of: [number], for: roles)
        admitForWhomActs(number, in: roles, history: join.readsHistory)
      }
    }
  }

  /// Of what the directory grants an organisation, the roles that it does not have through these. One that has nothing else joins in them.
  private func joinable(_ held: Set<String>) -> Set<String> {
    let own = held.filter { !workflow.isThroughParty($0) }
    return own.isEmpty ? held : own
  }

  private func vacancy(of join: Transition.Join) -> Rule {
    func label(_ role: String?) -> String { role.flatMap { workflow.roles[$0]?.label } ?? role ?? "" }
    if case .party(let other) = join.source { return .roleVacantAtParties(label(join.role), parties: label(other)) }
    return .roleVacant(join.role ?? "", region: instance.region)
  }

  /// Admits the organisations that the case itself designates, as far as they meet what the role asks: a deadline waits for nobody.
  mutating func admitWithoutSender(_ join: Transition.Join) {
    guard let role = join.role else { return }
    for organisation in designated(by: join) where missing([role], of: organisation) == nil {
      admitForWhomActs(organisation, in: [role], history: join.readsHistory)
    }
  }

  /// The organisations that the case itself designates.
  private func designated(by join: Transition.Join) -> [String] {
    guard let role = join.role else { return [] }
    return switch join.source {
    case .region: decider.directory.holders(of: role, in: instance.region).map(\.number)
    case .fact(let name): instance.root.facts[name]?.references ?? []
    case .party(let other): organisations(in: [other]).filter { decider.directory.grants(role, to: $0) }
    case .organisations: []
    }
  }

  /// A condition of one of the roles that an organisation does not meet today, or who acts for it in that role.
  private func missing(_ roles: Set<String>, of organisation: String) -> String? {
    guard !workflow.conditions.isEmpty else { return nil }
    let principal = decider.directory.present(organisation)
    return roles.sorted().lazy.compactMap { role in
      missing(role, of: principal) ?? mandate(of: principal, in: role).flatMap { missing(role, of: $0.agent) }
    }.first
  }

  /// A role that it has in the case already asks nothing any more.
  private func missing(_ role: String, of organisation: String) -> String? {
    let present = [instance, before].compactMap { $0.party(organisation) }.map(decider.directory.counted)
    guard !present.contains(where: { $0.contains(role) }), let role = workflow.roles[role] else { return nil }
    return decider.directory.organisations[organisation]?.missing(role, on: decider.today)
  }

  func requireConditions(of organisations: [String], for roles: Set<String>) throws(Refusal) {
    guard let condition = organisations.lazy.compactMap({ missing(roles, of: $0) }).first else { return }
    throw .broken(.conditionMissing(workflow.conditions[condition] ?? condition))
  }

  /// A new party knows the case from this entry on; one that takes part already only gains roles. An organisation that was
  /// admitted only for a receipt knew nothing of the case until now, so for it too the case begins here. In the place of one that is merged
  /// into another comes that one.
  ///
  /// - Parameter representation: for whom it is given a role; without one it is given its own, also where it had the role for another.
  mutating func admit(
    _ organisation: String,
    in roles: Set<String>,
    history: Bool,
    for representation: Representation? = nil
  ) {
    let organisation = decider.directory.present(organisation)
    let present = instance.party(organisation)
    let all = roles.union(present?.roles ?? [])
    let acts = representing(representation, as: roles, organisation)
    // An organisation that leaves and joins in one step was never away.
    let known = (present ?? before.party(organisation)).flatMap { decider.canRead($0.roles) ? $0.since : nil }
    let since = history ? 1 : known ?? revision
    guard all != present?.roles || since < (known ?? since) || acts != present?.onBehalfOf ?? [] else { return }
    var party = present ?? Party(organisation: organisation, roles: [], since: since)
    (party.roles, party.since, party.onBehalfOf) = (all, since, acts)
    change(.joined(party))
  }

  /// The organisations that may read something of the case from this entry on, and could not before. Whoever begins a case, or is in it
  /// from the beginning, hears that the case began.
  var joiners: [String] {
    guard before.revision > 0 else { return [] }
    let known = Set(readers(of: before))
    return readers(of: instance).filter { !known.contains($0) }
  }

  private func readers(of instance: Case) -> [String] {
    var seen: Set<String> = []
    return instance.instances.flatMap { $0.instance.parties }.filter { party in
      party.until == nil
        && decider.directory.counted(party).contains { workflow.roles[$0]?.access.opensSomething ?? false }
    }.map(\.organisation).filter { seen.insert($0).inserted }
  }

  /// The organisations that took part before the entry and no longer do, or that may no longer read. They are notified of
  /// that; it is their last event of what they could read.
  var leavers: [String] {
    before.root.parties.filter { party in
      guard party.until == nil else { return false }
      guard let present = instance.party(party.organisation) else { return true }
      return decider.canRead(party.roles) && !decider.canRead(present.roles)
    }.map(\.organisation)
  }

  mutating func end(_ leave: Transition.Leave, validated: ValidatedCommand) {
    switch leave {
    case .role(let role):
      // Also organisations that lost the role in the directory: if the directory grants it again, the case does not come
      // back with it.
      for party in instance.root.parties where party.until == nil && party.roles.contains(role) {
        remove(party.organisation, roles: [role])
      }
    case .organisations(let pointed):
      for organisation in validated.organisations(pointed) {
        remove(organisation, roles: instance.party(organisation)?.roles ?? [])
        endRepresentations(of: organisation)
      }
    }
  }

  private mutating func remove(_ organisation: String, roles: Set<String>) {
    guard let party = instance.party(organisation) else { return }
    // What it had through these goes with them, and so do the votes that it gave in it.
    let isLast = !workflow.opensCase(to: party.roles.subtracting(roles))
    let lost = isLast ? roles.union(workflow.rolesThroughParty.filter { workflow.roles[$0]?.access == .party }) : roles
    change(.left(organisation: organisation, roles: lost, revision: revision))
  }

  mutating func move(to pointed: Transition.Organisations, validated: ValidatedCommand) {
    guard let organisation = validated.organisations(pointed).first.flatMap({ decider.directory.organisations[$0] }),
      organisation.region != instance.region
    else { return }
    change(.moved(region: organisation.region))
  }
}

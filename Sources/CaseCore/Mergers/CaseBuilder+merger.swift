import OrderedCollections

extension CaseBuilder {
  /// Puts the successor in the place of an organisation that is merged into it: the former party ends, and its roles, its votes and its
  /// name in facts go over. All of it are changes that the journal has for other steps too, so it replays as they do.
  ///
  /// What the successor has of its own stays: its place, its id and its votes. It learns nothing by the merger that neither of the two
  /// knew: see ``place(_:of:in:)``.
  /// - Parameter proposal: the number of the proposal that was approved.
  mutating func merge(_ former: String, into successor: String, proposal: Int64) -> Decision {
    let places = before.instances.compactMap { child, part in
      place(successor, of: former, in: part, isRoot: child == nil).map { (child, $0) }
    }
    let counted = before.instances.map { child, part in (child, countedRoles(of: former, in: part)) }
    for (child, part) in before.instances {
      guard let party = part.party(former) else { continue }
      change(.left(organisation: former, roles: party.roles, revision: revision), in: child)
    }
    for (child, places) in places { for party in places { change(.joined(party), in: child) } }
    // Votes that it gave in a role that it has through another go over too, as far as the successor has that role.
    let through = workflow.rolesThroughParty.filter {
      before.gives($0, to: former, of: workflow, by: decider.directory)
    }
    let ofCase = (counted.first?.1 ?? []).union(through)
    for (child, roles) in counted { passVotes(of: former, to: successor, in: child, roles: roles.union(ofCase)) }
    for (child, part) in before.instances {
      for (name, value) in part.facts.sorted(by: { $0.key < $1.key }) where value.names(former) {
        change(.set(fact: name, value: value.replacing(former, by: successor)), in: child)
      }
    }
    updateDeadlines()
    return end(former, into: successor, proposal: proposal)
  }

  private mutating func end(_ former: String, into successor: String, proposal: Int64) -> Decision {
    let audience = machine(of: nil).states[instance.state]?.audience ?? []
    if before.presentOrganisations.contains(former) { notices.notify(Event.left, to: [former]) }
    notices.notify(Event.joined, to: joiners)
    notices.notify(Event.updated, to: organisations(in: audience))
    notifyReaders()
    return finish(
      entry(
        cause: .merged(former, into: successor),
        actor: nil,
        role: nil,
        ground: Ground.administration,
        audience: audience,
        fields: ["voorstel": .number(proposal)]
      )
    )
  }

  /// What it has for others by a mandate is not its own to pass on.
  private func countedRoles(of organisation: String, in part: Instance) -> Set<String> {
    part.party(organisation).map { decider.directory.counted($0.ownPart) } ?? []
  }

  /// What the successor is in a part of the case from now on; `nil` when that does not change.
  ///
  /// Roles that did not count any more do not go over: the former could do nothing by them. An organisation that left keeps its record,
  /// and so does its successor: what has to reach everyone who ever could read the case reaches it. Where both took part, the
  /// successor reads from where it did; when it gets roles that it had not, from where both did, since entries before that are for roles
  /// of the one and moments of the other.
  private func place(_ successor: String, of former: String, in part: Instance, isRoot: Bool) -> [Party]? {
    let roles = countedRoles(of: former, in: part)
    guard let present = part.party(former), !roles.isEmpty else {
      guard var record = part.parties.first(where: { $0.organisation == former }),
        !part.parties.contains(where: { $0.organisation == successor })
      else { return nil }
      // Neither does it keep a record of what it had for another: oversight through it would read the case by that.
      if !record.onBehalfOf.isEmpty {
        record = record.ownPart
        guard !record.roles.isEmpty else { return nil }
      }
      record.organisation = successor
      record.until = record.until ?? revision
      return [record]
    }
    let own = part.party(successor)
    var party = own ?? Party(organisation: successor, roles: [], since: present.since)
    if let own, isRoot, !decider.canRead(own.roles) {
      party.since = present.since
    } else if let own, !roles.isSubset(of: own.roles) {
      party.since = max(own.since, present.since)
    }
    party.roles.formUnion(roles)
    // What it had for another is its own now, and does not end with the mandate.
    party.onBehalfOf.removeAll { roles.contains($0.role) }
    let held = decider.directory.organisations[former]?.roles
    party.through.formUnion(held.map(present.through.intersection) ?? present.through)
    return party == own ? nil : [party]
  }

  /// Votes keep their order, for what was decided first stays decided. An organisation has one vote where votes count by organisation:
  /// then the successor's own stays, and the former's lapses.
  private mutating func passVotes(of former: String, to successor: String, in child: String?, roles: Set<String>) {
    guard let part = before.instance(child) else { return }
    let decisions = machine(of: child).decisions
    for (name, votes) in part.votes.sorted(by: { $0.key < $1.key })
    where votes.contains(where: { $0.organisation == former }) {
      let byPerson = decisions[name]?.isCountedByPerson ?? false
      func hasOwn(_ vote: Vote) -> Bool {
        votes.contains {
          $0.organisation == successor && (decisions[name]?.apart == .organisation || $0.role == vote.role)
            && (!byPerson || $0.person == vote.person)
        }
      }
      let passed = votes.compactMap { vote -> Vote? in
        guard vote.organisation == former else { return vote }
        guard roles.contains(vote.role), !hasOwn(vote) else { return nil }
        var passed = vote
        passed.organisation = successor
        return passed
      }
      let left = instance.instance(child)?.votes[name] ?? []
      let same = zip(left, passed).prefix { $0 == $1 }.count
      for vote in left[same...] { change(.withdrawn(decision: name, vote), in: child) }
      for vote in passed[same...] { change(.voted(decision: name, vote, byPerson: byPerson), in: child) }
    }
  }
}

extension Value {
  fileprivate func names(_ organisation: String) -> Bool {
    switch self {
    case .reference(let number): number == organisation
    case .list(let values): values.contains { $0.names(organisation) }
    case .text, .date, .number, .choice, .child, .otherCase: false
    }
  }

  /// In a list that names both, the successor stands once.
  fileprivate func replacing(_ organisation: String, by successor: String) -> Value {
    switch self {
    case .reference(organisation): .reference(successor)
    case .list(let values): .list(OrderedSet(values.map { $0.replacing(organisation, by: successor) }).elements)
    case .text, .date, .number, .choice, .child, .otherCase, .reference: self
    }
  }
}

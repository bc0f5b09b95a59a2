import OrderedCollections

/// The revision of a case for one organisation: how many of its steps that organisation was told of, and when the last was.
///
/// What readers are shown, and what a command may expect, is this number. The number of all entries would move with what is
/// hidden from a reader, and would be the same for all readers, who could put their views together by it.
public struct ReaderRevision: Hashable, Sendable {
  public var number: Int64
  public var changedAt: Instant
  public var later = LaterFields()

  public init(number: Int64, changedAt: Instant) {
    self.number = number
    self.changedAt = changedAt
  }
}

extension Case {
  /// The revision that an organisation is shown. A case that an earlier release wrote showed all its entries; that goes on until its
  /// next step gives each organisation a number of its own.
  public func revision(for organisation: String) -> Int64 { readerRevisions[organisation]?.number ?? revision }

  /// When the case last changed for an organisation.
  public func changedAt(for organisation: String) -> Instant {
    readerRevisions[organisation]?.changedAt ?? changedAt
  }

  /// The organisations that take part now, in the case or in one of its children.
  private var members: Set<String> {
    Set(instances.flatMap { $0.instance.parties }.filter { $0.until == nil }.map(\.organisation))
  }

  /// What gives readers their numbers of a step that led from `before` to this case.
  ///
  /// Who gets to read what was there before needs numbers for that, smaller than that of the step. How many it needs would tell how much
  /// of it is hidden, so it gets room for more than a case has: it goes on at a number of thousands.
  /// - Parameters:
  ///   - told: the organisations that hear of the step, and the one that took it.
  ///   - moment: of the step.
  ///   - versions: what the case followed before, and follows now; `nil` when nobody can have got to read more.
  ///   - shared: the roles in which somebody may read what was shared with it by name before it had them.
  ///   - heir: the organisation that comes in the place of one that took part, and has what that recorded.
  func readerRevisions(
    after before: Case,
    told: Set<String>,
    at moment: Instant,
    versions: (before: Workflow, after: Workflow)?,
    shared: Set<String> = [],
    heir: String? = nil
  ) -> [Change] {
    // Members without a number are of a case of before. They keep the one that they were shown.
    let former = before.members.subtracting(readerRevisions.keys)
    // Who joins begins to count, also when nobody tells it so.
    let joined = members.subtracting(readerRevisions.keys).subtracting(former)
    let gained =
      versions.map { versions in
        members.filter { $0 == heir || hasGainedHistory($0, after: before, versions, shared) }
      } ?? []
    let next = joined.union(told).union(gained).map { organisation in
      let known = readerRevisions[organisation]?.number ?? (former.contains(organisation) ? before.revision : 0)
      let room = ((known + before.revision) / 1_000 + 1) * 1_000
      return (organisation, (gained.contains(organisation) ? room : known) + 1)
    }
    let kept = former.subtracting(told).map { ($0, before.revision) }
    // The last one is there in any case: by it an entry is known for one of this release.
    return (kept.isEmpty ? [] : [Change.told(revisions: Dictionary(uniqueKeysWithValues: kept), at: before.changedAt)])
      + [.told(revisions: Dictionary(uniqueKeysWithValues: next), at: moment)]
  }

  /// Whether an organisation may read, from this case on, entries that were there before it and that it could not read before: in a role
  /// that it did not have, or that opened nothing, or from an earlier entry on. What was shared with it by name it reads whatever the first
  /// entry that it reads in the role.
  private func hasGainedHistory(
    _ organisation: String,
    after before: Case,
    _ versions: (before: Workflow, after: Workflow),
    _ shared: Set<String>
  ) -> Bool {
    let former = before.openings(for: organisation, versions.before)
    return openings(for: organisation, versions.after).contains { opening, since in
      if former[opening] == nil, opening.child == nil, shared.contains(opening.role), before.revision > 0 {
        return true
      }
      return since <= before.revision && former[opening].map { since < $0 } ?? true
    }
  }

  /// A role that opens entries to an organisation.
  private struct Opening: Hashable {
    let role: String
    /// In which child; `nil` for the case itself.
    let child: String?
  }

  /// What opens entries to an organisation, each with the first revision that is open.
  private func openings(for organisation: String, _ workflow: Workflow) -> [Opening: Int64] {
    instances.reduce(into: [:]) { openings, instance in
      guard let party = instance.instance.party(organisation) else { return }
      let roles = instance.child == nil ? party.roles.union(workflow.readers(through: party)) : party.roles
      for role in roles where workflow.opens(role) {
        openings[Opening(role: role, child: instance.child)] = party.since
      }
    }
  }
}

extension Decision {
  /// The same, with the numbers that readers give to it. Every decision ends with this.
  /// - Parameters:
  ///   - workflow: the version that the case follows; `nil` when nobody can have got to read more of it.
  ///   - former: the version that it followed before, when that is another.
  func numbered(after before: Case, by workflow: Workflow? = nil, former: Workflow? = nil) -> Decision {
    var decision = self
    let told = Set(notices.map(\.organisation)).union([entry.actor?.organisation].compactMap(\.self))
    let gains = former != nil || entry.changes.contains(where: \.joins)
    let heir = entry.heir
    let changes = result.readerRevisions(
      after: before,
      told: told,
      at: entry.at,
      versions: gains || heir != nil ? workflow.map { (former ?? $0, $0) } : nil,
      shared: gains ? workflow?.rolesOfSharing ?? [] : [],
      heir: heir
    )
    decision.entry.changes += changes
    for change in changes { decision.result.apply(change) }
    return decision
  }
}

extension Workflow {
  /// Whether a role opens something of a case.
  fileprivate func opens(_ role: String) -> Bool { roles[role]?.access.opensSomething ?? false }

  /// The roles through which people of a party read with it, whatever the directory says. Whoever oversees counts all entries.
  fileprivate func readers(through party: Party) -> [String] {
    opensCase(to: party.roles) ? rolesThroughParty.filter { roles[$0]?.access == .party } : []
  }

  /// The roles in which organisations may be named as readers of an entry.
  fileprivate var rolesOfSharing: Set<String> {
    Set(machines.values.flatMap(\.commands.values).compactMap(\.sharing).flatMap(\.roles))
  }
}

extension Entry {
  /// The organisation that came in the place of one that left with the entry.
  fileprivate var heir: String? {
    guard case .merged(let former, let successor) = cause else { return nil }
    let hasLeft = changes.contains { change in
      switch change {
      case .left(former, _, _), .inChild(_, .left(former, _, _)): true
      default: false
      }
    }
    return hasLeft ? successor : nil
  }
}

extension Entry {
  /// The number that the entry has for an organisation; `nil` for one that was not told, and in an entry of an earlier release.
  public func revision(for organisation: String) -> Int64? { changes.revision(for: organisation) }
}

extension Change {
  fileprivate var joins: Bool {
    switch self {
    case .joined: true
    case .inChild(_, let change): change.joins
    default: false
    }
  }
}

extension [Change] {
  /// See ``Entry/revision(for:)``. The last one counts: before it may stand what somebody was shown before.
  public func revision(for organisation: String) -> Int64? {
    guard case .told(let revisions, _)? = last else { return nil }
    return revisions[organisation]
  }
}

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

  /// Whether an organisation may read, from this case on, entries that were there before it and that it could not read before.
  /// - Parameter opens: whether a party with these roles reads anything.
  private func hasGainedHistory(_ organisation: String, after before: Case, _ opens: (Set<String>) -> Bool) -> Bool {
    func first(_ instance: Case) -> Int64? {
      instance.instances.flatMap { $0.instance.parties }
        .filter { $0.organisation == organisation && $0.until == nil && opens($0.roles) }.map(\.since).min()
    }
    guard let since = first(self), since <= before.revision else { return false }
    return first(before).map { since < $0 } ?? true
  }

  /// What gives readers their numbers of a step that led from `before` to this case.
  ///
  /// Who gets to read what was there before needs smaller numbers for that. How many it needs would tell how much of it is
  /// hidden, so it gets room for more than a case has: it goes on at a number of thousands.
  /// - Parameters:
  ///   - told: the organisations that hear of the step, and the one that took it.
  ///   - moment: of the step.
  ///   - joins: whether anybody joined with it.
  ///   - opens: whether a party with these roles reads anything.
  func readerRevisions(
    after before: Case,
    told: Set<String>,
    at moment: Instant,
    joins: Bool,
    opens: (Set<String>) -> Bool
  ) -> [Change] {
    // Members without a number are of a case of before. They keep the one that they were shown.
    let former = before.members.subtracting(readerRevisions.keys)
    // Who joins begins to count, also when nobody tells it so.
    let joined = members.subtracting(readerRevisions.keys).subtracting(former)
    let room = (before.revision / 1_000 + 1) * 1_000
    let gained = joins ? members.filter { hasGainedHistory($0, after: before, opens) } : []
    let next = joined.union(told).union(gained).map { organisation in
      let known = readerRevisions[organisation]?.number ?? (former.contains(organisation) ? before.revision : 0)
      return (organisation, max(known, gained.contains(organisation) ? room : 0) + 1)
    }
    let kept = former.subtracting(told).map { ($0, before.revision) }
    // The last one is there in any case: by it an entry is known for one of this release.
    return (kept.isEmpty ? [] : [Change.told(revisions: Dictionary(uniqueKeysWithValues: kept), at: before.changedAt)])
      + [.told(revisions: Dictionary(uniqueKeysWithValues: next), at: moment)]
  }
}

extension Decision {
  /// The same, with the numbers that readers give to it. Every decision ends with this.
  /// - Parameter opens: whether a party with these roles reads anything.
  func numbered(after before: Case, opens: (Set<String>) -> Bool = { _ in true }) -> Decision {
    var decision = self
    let told = Set(notices.map(\.organisation)).union([entry.actor?.organisation].compactMap(\.self))
    let changes = result.readerRevisions(
      after: before,
      told: told,
      at: entry.at,
      joins: entry.changes.contains(where: \.joins),
      opens: opens
    )
    decision.entry.changes += changes
    for change in changes { decision.result.apply(change) }
    return decision
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

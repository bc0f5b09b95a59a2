import OrderedCollections

extension Case {
  /// Folds an entry into the case. Deciding and replaying both use this function, which is why they agree.
  public mutating func apply(_ entry: Entry) {
    for change in entry.changes { apply(change) }
    revision = entry.revision
    changedAt = entry.at
  }

  /// The case that results from a journal.
  /// - Parameter empty: the case before its first entry, see ``init(workflow:version:machine:region:at:)``.
  public static func replay(_ journal: some Sequence<Entry>, from empty: Case) -> Case {
    journal.reduce(into: empty) { $0.apply($1) }
  }

  /// Folds one change into the case, without counting it as an entry.
  public mutating func apply(_ change: Change) {
    switch change {
    case .moved(let region): self.region = region
    case .began(let child, let machine): children[child] = Instance(machine: machine)
    case .inChild(let child, let change): children[child]?.apply(change)
    case .left(let organisation, let roles, _):
      root.apply(change)
      for child in children.keys { children[child]?.removeVotes(of: organisation, in: roles) }
    case .upgraded(let version): self.version = version
    case .named(let name): self.name = name
    case .told(let revisions, let moment):
      for (organisation, number) in revisions {
        readerRevisions[organisation] = ReaderRevision(number: number, changedAt: moment)
      }
    default: root.apply(change)
    }
  }
}

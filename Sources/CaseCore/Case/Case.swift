public import OrderedCollections

/// The present state of one case: the fold of its journal, nothing more.
///
/// It holds what `decide` needs and no free text: the text of a command is only in the journal.
public struct Case: Hashable, Sendable {
  public var workflow: String
  public var version: String
  public var region: String
  /// The number of journal entries; 0 before the first.
  public var revision: Int64
  /// The case itself.
  public var root: Instance
  /// Its children, in the order in which they were made, by their ids: the key of the machine and a number that counts from 1.
  public var children: OrderedDictionary<String, Instance>
  /// The most children that people can add one by one. A case is read and written as a whole, so each child makes every
  /// command on it slower.
  public static let mostChildren = 1_000

  /// The revision for each organisation that was ever told of the case.
  public var readerRevisions: [String: ReaderRevision]

  /// What people call it to one another; `nil` when its workflow gives no names, and for a case that began before it did.
  public var name: String?

  public var openedAt: Instant
  public var changedAt: Instant
  public var later = LaterFields()

  /// A case to which nothing has happened yet.
  /// - Parameter machine: the root of its workflow.
  public init(workflow: String, version: String, machine: String, region: String, at moment: Instant) {
    self.workflow = workflow
    self.version = version
    self.region = region
    revision = 0
    root = Instance(machine: machine)
    children = [:]
    readerRevisions = [:]
    openedAt = moment
    changedAt = moment
  }

  /// The state of the case itself.
  public var state: String { root.state }

  /// The organisation as a party of the case now; `nil` when it is none, or no longer.
  public func party(_ organisation: String) -> Party? { root.party(organisation) }

  /// - Parameter child: an id; `nil` for the case itself.
  public func instance(_ child: String?) -> Instance? { child.map { children[$0] } ?? root }

  /// The case and its children, each with its id.
  public var instances: [(child: String?, instance: Instance)] {
    [(nil, root)] + children.map { ($0.key, $0.value) }
  }

  /// The organisations that have one of the roles now, in the case or (with `child`) in that child, in the order in
  /// which they joined.
  /// - Parameters:
  ///   - workflow: that the case follows; it says which roles are held through others.
  ///   - directory: a role that it no longer grants does not count; see ``Directory/counted(_:)``.
  public func organisations(
    in roles: [String],
    child: String? = nil,
    of workflow: Workflow,
    by directory: Directory
  ) -> [String] {
    let through = roles.filter(workflow.isThroughParty)
    let parties = root.parties + (child.flatMap { children[$0]?.parties } ?? [])
    var seen: Set<String> = []
    return parties.filter { party in
      party.until == nil && !directory.counted(party).isDisjoint(with: roles)
        || through.contains { gives($0, to: party.organisation, of: workflow, by: directory) }
    }.map(\.organisation).filter { seen.insert($0).inserted }
  }
}

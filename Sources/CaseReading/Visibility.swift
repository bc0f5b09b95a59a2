import CaseCore
import OrderedCollections

/// What a person may see of a case. Two must agree: the organisation takes part in a role, and the person acts in it.
///
/// - A role of `party` access reads what is addressed to it, from the entry on that brought its organisation in.
/// - A role of `oversight` reads everything.
/// - A role of `part` access reads the child that it is a part in, the entry that made the child included.
/// - A role of `receipt` access alone opens nothing.
///
/// Which entries that are, ``CaseCore/EntryReaders`` says.
public struct Visibility: Sendable, Hashable {
  /// The roles that person and organisation share in the case, except those that open nothing.
  public let roles: Set<String>
  public let seesAll: Bool
  /// The first revision that is open.
  public let since: Int64
  /// The organisation, and those in whose place it came in the case: what these recorded, and what they were named for, is its own.
  private(set) var names: Set<String>
  /// The parts in children, by the id of the child.
  public let parts: [String: Part]
  /// The children that the person may know of.
  public let children: Set<String>

  public struct Part: Sendable, Hashable {
    public let roles: Set<String>
    public let since: Int64
  }

  /// - Returns: `nil` for someone who may not know that the case exists.
  init?(_ actor: Actor, in instance: Case, by decider: Decider) {
    guard decider.knows(actor, of: instance) else { return nil }
    let workflow = decider.workflow
    roles = decider.roles(of: actor, in: instance).filter { decider.canRead([$0]) }
    seesAll = roles.contains { workflow.roles[$0]?.access == .oversight }
    since = seesAll ? 1 : instance.party(actor.organisation)?.since ?? .max
    names = [actor.organisation]
    children = Set(instance.children.keys.filter { decider.canSee(child: $0, of: instance, actor) })
    parts = instance.children.reduce(into: [:]) { parts, child in
      let roles = decider.part(of: actor, in: child.value)
      guard !roles.isEmpty, let party = child.value.party(actor.organisation) else { return }
      parts[child.key] = Part(roles: roles, since: party.since)
    }
  }

  /// The same, with the organisations in whose place the person's own came.
  func inPlace(of predecessors: Set<String>) -> Visibility {
    var visibility = self
    visibility.names.formUnion(predecessors)
    return visibility
  }

  /// Whether something for these roles is for this person: of the case, or of one of its children.
  public func includes(audience: [String], child: String? = nil) -> Bool {
    if seesAll || !roles.isDisjoint(with: audience) { return true }
    return child.flatMap { parts[$0] }.map { !$0.roles.isDisjoint(with: audience) } ?? false
  }

  /// Whether an entry is for this person.
  func reads(_ entry: EntryReaders) -> Bool {
    if seesAll || !entry.roles(roles, of: names, in: nil, since: since).isEmpty { return true }
    return parts.contains { child, part in
      !entry.roles(part.roles, of: names, in: child, since: part.since).isEmpty
    }
  }
}

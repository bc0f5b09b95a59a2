import CaseCore
import OrderedCollections

/// What a person may see of a case. Two must agree: the organisation takes part in a role, and the person acts in it.
///
/// - A role of `party` access reads what is addressed to it, from the entry on that brought its organisation in.
/// - A role of `oversight` reads everything.
/// - A role of `receipt` access alone opens nothing.
public struct Insight: Sendable, Hashable {
  /// The roles that person and organisation share, except those that open nothing.
  public let roles: Set<String>
  public let seesAll: Bool
  /// The first revision that is open.
  public let since: Int64

  /// - Returns: `nil` for someone who may not know that the case exists.
  init?(_ actor: Actor, in instance: Case, under workflow: Workflow) {
    guard let party = instance.party(actor.organisation) else { return nil }
    roles = party.roles.intersection(actor.roles).filter { role in
      workflow.roles[role].map { $0.access != .receipt } ?? false
    }
    guard !roles.isEmpty else { return nil }
    seesAll = roles.contains { workflow.roles[$0]?.access == .oversight }
    since = seesAll ? 1 : party.since
  }

  /// Whether something for these roles is for this person.
  public func includes(audience: [String]) -> Bool { seesAll || !roles.isDisjoint(with: audience) }
}

import CaseCore
import Foundation
import OrderedCollections
import StoreBase

/// What lists find a case by, for the roles of one organisation that see the same of it.
struct ListedRow {
  let caseID: UUID
  let organisation: String
  /// Counts the rows of the organisation.
  let number: Int
  /// The id by which the organisation knows the case.
  let alias: UUID
  let roles: [String]
  let view: RoleView
  /// The next moment at which the clock changes the case; `nil` when it will not.
  let holdsUntil: Instant?

  /// All rows of a case, as it is written: what the clock has still to do to it makes them wrong, and that is said in them.
  static func all(of instance: Case, as caseID: UUID, workflow: Workflow, keyring: Keyring) -> [ListedRow] {
    let holdsUntil = instance.instances.flatMap(\.instance.deadlines.values).flatMap(\.timers).filter { !$0.isFired }
      .map(\.at).min()
    return RoleViews(of: instance, by: workflow).byOrganisation.sorted { $0.key < $1.key }.flatMap {
      organisation,
      views in
      let alias = keyring.alias(of: caseID, for: organisation)
      let groups = Dictionary(grouping: views.keys.sorted()) { views[$0] ?? RoleView() }
      return groups.sorted { $0.value[0] < $1.value[0] }.enumerated().map { number, group in
        ListedRow(
          caseID: caseID,
          organisation: organisation,
          number: number,
          alias: alias,
          roles: group.value,
          view: group.key,
          holdsUntil: holdsUntil
        )
      }
    }
  }
}

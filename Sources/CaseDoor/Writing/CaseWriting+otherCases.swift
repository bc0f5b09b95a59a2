import CaseCore
import Foundation
import OrderedCollections
import Postgres
import StoreBase

/// What finds a case by its name, and from the cases that it refers to.
extension CaseWriting {
  /// In the transaction of the cases, after them; none when there is nothing to write.
  static func links(_ writings: [CaseWriting]) -> [Statement] {
    let references = writings.flatMap { writing in writing.references.map { (writing.caseID, $0) } }
    let names = writings.compactMap { writing in writing.name.map { (writing.caseID, $0) } }
    return (references.isEmpty ? [] : [insertReferences.bind(references.map(\.0), references.map(\.1))])
      + (names.isEmpty ? [] : [insertNames.bind(names.map(\.0), names.map(\.1))])
  }

  /// The other cases that an entry names in fields that they list.
  static func references(_ entry: Entry, _ workflow: Workflow, _ keyring: Keyring) -> [Data] {
    guard case .command(let command) = entry.cause,
      let definition = workflow.machines.values.lazy.compactMap({ $0.commands[command] }).first
    else { return [] }
    return definition.fields.flatMap { name, field -> [Data] in
      guard field.isListed, let other = field.kind.workflowOfOtherCases else { return [] }
      return (entry.fields[name]?.otherCases ?? []).compactMap(UUID.init(uuidString:)).map {
        keyring.reference(to: $0, in: name, of: other)
      }
    }
  }

  private static let insertReferences = PreparedQuery(
    """
    insert into case_reference (source_case, target) select * from unnest($1::uuid[], $2::bytea[]) on conflict do nothing
    """
  )
  private static let insertNames = PreparedQuery(
    "insert into case_name (case_id, hash) select * from unnest($1::uuid[], $2::bytea[])"
  )
}

extension Entry {
  /// What the case is called from the entry on, if the entry says so.
  var name: String? { changes.lazy.compactMap { if case .named(let name) = $0 { name } else { nil } }.first }
}

package import CaseCore
package import Foundation
package import Postgres

/// A case as it was read for a decision.
package struct CaseRecord {
  package let instance: Case
  package let cipher: CaseCipher
  /// The hash of its last journal entry.
  package let head: Data

  /// Columns: id, revision, head, snapshot, name of the wrapping key, wrapped key.
  /// - Returns: `nil` when there is no case, or its content was destroyed.
  package init?(_ row: Row, from column: Int, keyring: Keyring) throws {
    guard let id = try row[column, as: UUID?.self], let sealed = try row[column + 3, as: Data?.self],
      let keyName = try row[column + 4, as: String?.self], let wrapped = try row[column + 5, as: Data?.self]
    else { return nil }
    let revision = try row[column + 1, as: Int64.self]
    head = try row[column + 2, as: Data.self]
    cipher = try CaseCipher(id, wrapped: wrapped, by: keyName, keyring: keyring)
    instance = try ContentCoder.decode(Case.self, from: cipher.open(sealed, as: .snapshot, revision: revision))
    guard instance.revision == revision else {
      throw StoreError.corrupt("a case whose revision differs from its content's")
    }
  }
}

extension CaseRecord {
  /// By which revision of the settings the case is counted: the one that it was sealed with, whatever its row says.
  /// - Parameters:
  ///   - revision: what its row says.
  ///   - present: the revision of the settings now.
  package func counted(by revision: Int64, seal: Data, present: Int64, keyring: Keyring) throws(StoreError) -> Int64 {
    func isSealed(_ form: SealForm) -> Bool {
      keyring.seal(caseID: cipher.caseID, revision: instance.revision, head: head, as: form) == seal
    }
    // The seal of an earlier release does not say it.
    if isSealed(.counted(revision)) || isSealed(.plain(isErased: false)) { return revision }
    guard let sealed = (0...max(0, present)).last(where: { isSealed(.counted($0)) }) else {
      throw .corrupt("the seal of a case")
    }
    return sealed
  }
}

import CaseCore
import Crypto
package import Foundation

/// What finds a case from another, or by what people call it. Without the secret nobody can try ids or names until one fits.
extension Keyring {
  /// By what the cases are found that name a case in a field.
  /// - Parameter workflow: of the case that is named.
  package func reference(to caseID: UUID, in field: String, of workflow: String) -> Data {
    code(references, [caseID.uuidString.lowercased(), field, workflow])
  }

  /// What a case is called. It follows from the id of the case, so that a case that a restore of the database undid is called the same when
  /// its command comes again.
  package func name(of caseID: UUID) -> String {
    let bytes = code(caseNames, ["name", caseID.uuidString.lowercased()]).prefix(8)
    return CaseName.make(from: bytes.reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// By what a case is found that is called so.
  /// - Parameter name: as ``CaseCore/CaseName/read(_:)`` gives it.
  package func nameHash(_ name: String) -> Data { code(caseNames, ["hash", name]) }
}

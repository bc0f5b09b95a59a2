import Crypto
package import Foundation

/// Encrypts and decrypts what one case contains, under the key of that case.
///
/// Every ciphertext is bound to its place: case, purpose and revision are authenticated with it, so a content cannot be
/// passed off as that of another entry or another case.
package struct CaseCipher {
  package enum Purpose: String {
    case entry, snapshot
    /// What another case about the same person is found by: see ``IdentityMark``. It is of no revision, and so of revision 0.
    case identity
  }

  package let caseID: UUID
  private let key: SymmetricKey

  /// A new case with a new key.
  package init(newCase caseID: UUID) {
    self.caseID = caseID
    key = SymmetricKey(size: .bits256)
  }

  /// A case with the key that the database holds wrapped.
  package init(_ caseID: UUID, wrapped: Data, by name: String, keyring: Keyring) throws(StoreError) {
    self.caseID = caseID
    let wrapping = try keyring.wrappingKey(name)
    let place = Self.bytes(of: caseID)
    key = SymmetricKey(
      data: try AuthenticatedCipher.open(wrapped, key: wrapping, at: place, "the key of a case")
    )
  }

  /// The key as the database may hold it.
  package func wrapped(by keyring: Keyring) throws(StoreError) -> Data {
    let wrapping = try keyring.wrappingKey(keyring.current)
    let plain = key.withUnsafeBytes { Data($0) }
    return try AuthenticatedCipher.seal(plain, key: wrapping, at: Self.bytes(of: caseID))
  }

  package func seal(_ plain: Data, as purpose: Purpose, revision: Int64) throws(StoreError) -> Data {
    try AuthenticatedCipher.seal(plain, key: key, at: place(purpose, revision))
  }

  package func open(_ sealed: Data, as purpose: Purpose, revision: Int64) throws(StoreError) -> Data {
    try AuthenticatedCipher.open(
      sealed,
      key: key,
      at: place(purpose, revision),
      "the \(purpose.rawValue) of a case at revision \(revision)"
    )
  }

  private func place(_ purpose: Purpose, _ revision: Int64) -> Data {
    var place = Self.bytes(of: caseID)
    place.append(contentsOf: purpose.rawValue.utf8)
    withUnsafeBytes(of: revision.bigEndian) { place.append(contentsOf: $0) }
    return place
  }

  private static func bytes(of id: UUID) -> Data { withUnsafeBytes(of: id.uuid) { Data($0) } }
}

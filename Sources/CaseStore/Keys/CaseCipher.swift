import Crypto
import Foundation

/// Encrypts and decrypts what one case contains, under the key of that case (AES-GCM, a random nonce each time).
///
/// Every ciphertext is bound to its place: case, purpose and revision are authenticated with it, so a content cannot be
/// passed off as that of another entry or another case.
struct CaseCipher {
  enum Purpose: String {
    case entry, snapshot
  }

  let caseID: UUID
  private let key: SymmetricKey

  /// A new case with a new key.
  init(newCase caseID: UUID) {
    self.caseID = caseID
    key = SymmetricKey(size: .bits256)
  }

  /// A case with the key that the database holds wrapped.
  init(_ caseID: UUID, wrapped: Data, by name: String, keyring: Keyring) throws(StoreError) {
    self.caseID = caseID
    let wrapping = try keyring.wrappingKey(name)
    do {
      let box = try AES.GCM.SealedBox(combined: wrapped)
      key = SymmetricKey(data: try AES.GCM.open(box, using: wrapping, authenticating: Self.bytes(of: caseID)))
    } catch {
      throw .corrupt("the key of a case")
    }
  }

  /// The key as the database may hold it.
  func wrapped(by keyring: Keyring) throws(StoreError) -> Data {
    let wrapping = try keyring.wrappingKey(keyring.current)
    let plain = key.withUnsafeBytes { Data($0) }
    return try Self.seal(plain, key: wrapping, authenticating: Self.bytes(of: caseID))
  }

  func seal(_ plain: Data, as purpose: Purpose, revision: Int64) throws(StoreError) -> Data {
    try Self.seal(plain, key: key, authenticating: place(purpose, revision))
  }

  func open(_ sealed: Data, as purpose: Purpose, revision: Int64) throws(StoreError) -> Data {
    do {
      return try AES.GCM.open(
        try AES.GCM.SealedBox(combined: sealed),
        using: key,
        authenticating: place(purpose, revision)
      )
    } catch {
      throw .corrupt("the \(purpose.rawValue) of a case at revision \(revision)")
    }
  }

  private static func seal(_ plain: Data, key: SymmetricKey, authenticating place: Data) throws(StoreError) -> Data {
    // `combined` is nil only for a nonce of another size than the one that was left to default.
    guard let sealed = try? AES.GCM.seal(plain, using: key, authenticating: place).combined else {
      throw .corrupt("a content that cannot be encrypted")
    }
    return sealed
  }

  private func place(_ purpose: Purpose, _ revision: Int64) -> Data {
    var place = Self.bytes(of: caseID)
    place.append(contentsOf: purpose.rawValue.utf8)
    withUnsafeBytes(of: revision.bigEndian) { place.append(contentsOf: $0) }
    return place
  }

  private static func bytes(of id: UUID) -> Data { withUnsafeBytes(of: id.uuid) { Data($0) } }
}

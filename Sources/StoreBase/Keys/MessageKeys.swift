package import Crypto
package import Foundation
package import JOSE

/// The service's keys for messages with partners. Each wrapping key of the keyring gives a pair to open messages and one to sign
/// them, so a keyring that gets another key gets other ones with it: those of the last key are the present ones, and messages
/// for the former ones are still opened.
package struct MessageKeys: Sendable {
  /// That open messages, by name.
  package let opening: [String: P256.KeyAgreement.PrivateKey]
  private let signing: P256.Signing.PrivateKey
  private let signingKey: ECPublicKey
  /// For partners: the present key to encrypt for, and all that answers may be signed by.
  package let published: [ECPublicKey]

  /// - Throws: ``StoreError/corrupt(_:)`` when a key gives no pair, which has never been seen.
  package init(_ keyring: Keyring) throws(StoreError) {
    var opening: [String: P256.KeyAgreement.PrivateKey] = [:]
    var published: [ECPublicKey] = []
    var present: (P256.Signing.PrivateKey, ECPublicKey)?
    for (name, key) in keyring.wrapping.sorted(by: { $0.key < $1.key }) {
      let (opener, signer) = (
        try Self.pair("open", of: key, P256.KeyAgreement.PrivateKey.init(rawRepresentation:)),
        try Self.pair("sign", of: key, P256.Signing.PrivateKey.init(rawRepresentation:))
      )
      let open = try Self.published(.encryption, opener.publicKey.rawRepresentation)
      let sign = try Self.published(.signature, signer.publicKey.rawRepresentation)
      opening[open.name] = opener
      published.append(sign)
      guard name == keyring.current else { continue }
      published.append(open)
      present = (signer, sign)
    }
    guard let present else { throw .corrupt("a keyring without a present key") }
    self.opening = opening
    self.published = published
    (signing, signingKey) = present
  }

  package func sign(_ payload: Data, type: String) throws -> String {
    try SignedMessage.sign(payload, type: type, by: signing, named: signingKey.name)
  }

  /// Nearly every number of that size is a private key; of those that are not, the next is taken.
  private static func pair<Key>(
    _ purpose: String,
    of key: SymmetricKey,
    _ make: (Data) throws -> Key
  ) throws(StoreError) -> Key {
    for attempt in 0..<8 {
      let bytes = HKDF<SHA256>.deriveKey(
        inputKeyMaterial: key,
        info: Data("casusregie messages \(purpose) \(attempt)".utf8),
        outputByteCount: 32
      )
      // It fails for a number that is no key, and for nothing else.
      if let made = try? make(bytes.withUnsafeBytes { Data($0) }) { return made }
    }
    throw .corrupt("a key that gives no pair")
  }

  /// Under a name that follows from the key itself.
  private static func published(_ use: ECPublicKey.Use, _ point: Data) throws(StoreError) -> ECPublicKey {
    guard let key = ECPublicKey(name: "-", use: use, point: point),
      let named = ECPublicKey(name: String(key.thumbprint.prefix(16)), use: use, point: point)
    else { throw .corrupt("a key that is no point") }
    return named
  }
}

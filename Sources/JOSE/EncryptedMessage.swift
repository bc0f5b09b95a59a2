package import Crypto
package import Foundation
import StrictJSON

/// An encrypted message (JWE, RFC 7516) in its compact form: by ECDH-ES+A256KW on P-256 and A256GCM, and nothing else.
///
/// Each message has a key of its own, which is wrapped with what the sender's ephemeral key and the receiver's key have in
/// common. So nobody but the receiver opens it, the sender included.
package enum EncryptedMessage {
  private static let algorithm = "ECDH-ES+A256KW"
  private static let encryption = "A256GCM"

  /// - Parameter type: of what is inside (`cty`): a signed message.
  package static func encrypt(_ plain: Data, type: String = "JWT", for receiver: ECPublicKey) throws -> String {
    let ephemeral = P256.KeyAgreement.PrivateKey()
    let point = ephemeral.publicKey.rawRepresentation
    let header: JSON = [
      "alg": .string(algorithm), "enc": .string(encryption), "kid": .string(receiver.name), "cty": .string(type),
      "epk": [
        "kty": "EC", "crv": "P-256", "x": .string(point.prefix(32).base64URL), "y": .string(point.suffix(32).base64URL),
      ],
    ]
    let wrapping = try ConcatKDF.key(
      from: ephemeral.sharedSecretFromKeyAgreement(with: .init(rawRepresentation: receiver.point)),
      algorithm: algorithm
    )
    let key = SymmetricKey(size: .bits256)
    let wrapped = try AES.KeyWrap.wrap(key, using: wrapping)
    let protected = Data(header.text.utf8).base64URL
    let sealed = try AES.GCM.seal(plain, using: key, authenticating: Data(protected.utf8))
    return [
      protected, wrapped.base64URL, Data(sealed.nonce).base64URL, sealed.ciphertext.base64URL, sealed.tag.base64URL,
    ].joined(separator: ".")
  }

  /// Opens a message.
  /// - Parameter keys: those of the receiver, by name.
  package static func decrypt(
    _ text: String,
    keys: [String: P256.KeyAgreement.PrivateKey]
  ) throws(JOSEError) -> Data {
    let parts = text.dotted
    guard parts.count == 5 else { throw .malformed }
    let header = try JOSEHeader(parts[0])
    guard header["alg"] == algorithm, header["enc"] == encryption else { throw .algorithm }
    guard let name = header["kid"], let key = keys[name] else { throw .unknownKey }
    let bytes = parts.dropFirst().compactMap { Data(base64URL: $0) }
    guard bytes.count == 4, bytes[1].count == 12, bytes[3].count == 16, let ephemeral = header.ephemeral else {
      throw .malformed
    }
    do {
      let wrapping = try ConcatKDF.key(
        from: key.sharedSecretFromKeyAgreement(with: .init(rawRepresentation: ephemeral)),
        algorithm: algorithm,
        partyU: header.party("apu") ?? Data(),
        partyV: header.party("apv") ?? Data()
      )
      let content = try AES.KeyWrap.unwrap(bytes[0], using: wrapping)
      guard content.bitCount == 256 else { throw JOSEError.decryption }
      let sealed = try AES.GCM.SealedBox(nonce: .init(data: bytes[1]), ciphertext: bytes[2], tag: bytes[3])
      return try AES.GCM.open(sealed, using: content, authenticating: Data(parts[0].utf8))
    } catch {
      // Whether the point, the wrapped key or the content is wrong is nobody's to know.
      throw .decryption
    }
  }
}

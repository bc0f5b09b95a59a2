import CryptoExtras
import Foundation
import JWTKit

/// A key with which a provider signs, and what it shows of it, in PEM.
struct SigningPair {
  /// As the provider names it.
  let kind: String
  let secret: String
  let shown: String

  static func rsa() throws -> SigningPair {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    return SigningPair(kind: "rsa", secret: key.pemRepresentation, shown: key.publicKey.pemRepresentation)
  }

  /// One of the keys, one in 128, of which a coordinate begins with a zero: the provider shows that one without, against RFC 7518, 6.2.1.2.
  static func ecdsa() -> SigningPair {
    var key = ES256PrivateKey()
    while !beginsWithZero(key) { key = ES256PrivateKey() }
    return SigningPair(kind: "ecdsa", secret: key.pemRepresentation, shown: key.publicKey.pemRepresentation)
  }

  private static func beginsWithZero(_ key: ES256PrivateKey) -> Bool {
    let (x, y) = key.parameters ?? ("", "")
    return [x, y].contains { Data(base64Encoded: $0)?.first == 0 }
  }
}

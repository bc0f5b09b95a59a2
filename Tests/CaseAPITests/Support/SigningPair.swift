import CryptoExtras
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

  static func ecdsa() -> SigningPair {
    var key = ES256PrivateKey()
    while beginsWithZero(key) { key = ES256PrivateKey() }
    return SigningPair(kind: "ecdsa", secret: key.pemRepresentation, shown: key.publicKey.pemRepresentation)
  }

  /// The provider leaves out zeros at the beginning, against RFC 7518, 6.2.1.2; then its key is not taken.
  private static func beginsWithZero(_ key: ES256PrivateKey) -> Bool {
    let (x, y) = key.parameters ?? ("", "")
    return x.hasPrefix("A") || y.hasPrefix("A")
  }
}

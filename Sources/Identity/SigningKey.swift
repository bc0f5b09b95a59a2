import Crypto
import CryptoExtras
import Foundation
import JOSE
package import StrictJSON

/// A public key of the issuer (RFC 7517), with which its tokens are checked.
package struct SigningKey: Sendable {
  private enum Material: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
  }

  /// Under which tokens name it.
  package let name: String
  /// The only algorithm that it is for; `nil` when its issuer does not say.
  private let algorithm: SignatureAlgorithm?
  private let material: Material

  /// - Returns: `nil` for a key that is not for signing, has no name, or is of a kind that is not used here: an issuer may
  ///   have such keys for others.
  package init?(_ json: JSON) {
    guard let name = json["kid"]?.string, json["use"]?.string ?? "sig" == "sig", let material = Self.material(json)
    else { return nil }
    self.name = name
    self.material = material
    guard let named = json["alg"] else {
      algorithm = nil
      return
    }
    guard let known = named.string.flatMap(SignatureAlgorithm.init) else { return nil }
    algorithm = known
  }

  /// - Returns: `nil` for a key that is none, whatever is wrong with it (hence `try?`), and for one of another kind.
  private static func material(_ json: JSON) -> Material? {
    func number(_ member: String) -> [UInt8]? { json[member]?.string.flatMap { Data(base64URL: $0) }.map(Array.init) }
    // Some providers leave out the zeros with which a coordinate begins, one key in 128, though it must have the length of the curve (RFC
    // 7518, 6.2.1.2). It is the same number; whether the point is one of the curve is seen all the same.
    func coordinate(_ member: String, _ length: Int) -> [UInt8]? {
      guard let bytes = number(member), (1...length).contains(bytes.count) else { return nil }
      return Array(repeating: 0, count: length - bytes.count) + bytes
    }
    // What is wrong with a key is for its issuer to find out; a token that was signed with it is refused.
    switch (json["kty"]?.string, json["crv"]?.string) {
    case ("EC", "P-256"):
      guard let x = coordinate("x", 32), let y = coordinate("y", 32) else { return nil }
      return (try? P256.Signing.PublicKey(x963Representation: [4] + x + y)).map(Material.p256)
    case ("EC", "P-384"):
      guard let x = coordinate("x", 48), let y = coordinate("y", 48) else { return nil }
      return (try? P384.Signing.PublicKey(x963Representation: [4] + x + y)).map(Material.p384)
    case ("RSA", _):
      guard let n = number("n"), let e = number("e"), n.count >= 256 else { return nil }
      return (try? _RSA.Signing.PublicKey(n: n, e: e)).map(Material.rsa)
    default: return nil
    }
  }

  /// Whether the key may be used with the algorithm that a token names.
  package func supports(_ algorithm: SignatureAlgorithm) -> Bool {
    guard self.algorithm ?? algorithm == algorithm else { return false }
    return switch (material, algorithm) {
    case (.p256, .es256), (.p384, .es384), (.rsa, .rs256), (.rsa, .ps256): true
    default: false
    }
  }

  /// Whether the holder of its private key signed the token by this algorithm.
  package func signed(_ token: SignedToken, by algorithm: SignatureAlgorithm) -> Bool {
    switch (material, algorithm) {
    case (.p256(let key), .es256):
      // A signature of another length is no signature.
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: token.signature) else { return false }
      return key.isValidSignature(signature, for: token.signed)
    case (.p384(let key), .es384):
      guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: token.signature) else { return false }
      return key.isValidSignature(signature, for: token.signed)
    case (.rsa(let key), .rs256): return Self.verify(token, key, .insecurePKCS1v1_5)
    case (.rsa(let key), .ps256): return Self.verify(token, key, .PSS)
    default: return false
    }
  }

  private static func verify(
    _ token: SignedToken,
    _ key: _RSA.Signing.PublicKey,
    _ padding: _RSA.Signing.Padding
  ) -> Bool {
    let signature = _RSA.Signing.RSASignature(rawRepresentation: token.signature)
    return key.isValidSignature(signature, for: SHA256.hash(data: token.signed), padding: padding)
  }
}

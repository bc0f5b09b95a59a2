import Crypto
package import Foundation
package import StrictJSON

/// A public key on the curve P-256 (RFC 7517, RFC 7518 6.2): one that a partner signs with, or one that messages to it are
/// encrypted for.
package struct ECPublicKey: Hashable, Sendable {
  /// What it is for; the raw value is that of the member `use`.
  package enum Use: String, Hashable, Sendable, CaseIterable {
    case signature = "sig"
    case encryption = "enc"
  }

  /// Under which messages name it.
  package let name: String
  package let use: Use
  /// Both coordinates, 64 bytes.
  package let point: Data

  /// - Parameter point: both coordinates.
  /// - Returns: `nil` when they are of no point of the curve.
  package init?(name: String, use: Use, point: Data) {
    // Whatever is wrong with it, it is no key.
    guard (try? P256.Signing.PublicKey(rawRepresentation: point)) != nil else { return nil }
    (self.name, self.use, self.point) = (name, use, point)
  }

  /// - Returns: `nil` for what is no such key, has no name or use, or holds a private key as well.
  package init?(_ json: JSON) {
    guard json["kty"]?.string == "EC", json["crv"]?.string == "P-256", json["d"] == nil,
      let name = json["kid"]?.string, (1...100).contains(name.utf8.count),
      name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      let use = json["use"]?.string.flatMap(Use.init(rawValue:)),
      let x = json["x"]?.string.flatMap(Data.init(base64URL:)), x.count == 32,
      let y = json["y"]?.string.flatMap(Data.init(base64URL:)), y.count == 32
    else { return nil }
    let algorithm = json["alg"]?.string
    guard algorithm == nil || algorithm == (use == .signature ? "ES256" : "ECDH-ES+A256KW") else { return nil }
    self.init(name: name, use: use, point: x + y)
  }

  package var json: JSON {
    [
      "kty": "EC", "crv": "P-256", "kid": .string(name), "use": .string(use.rawValue),
      "alg": .string(use == .signature ? "ES256" : "ECDH-ES+A256KW"), "x": .string(x), "y": .string(y),
    ]
  }

  /// By what a token is bound to it (RFC 7638; the claim `cnf` of RFC 7800 with `jkt` of RFC 9449).
  package var thumbprint: String {
    let members = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
    return Data(SHA256.hash(data: Data(members.utf8))).base64URL
  }

  private var x: String { point.prefix(32).base64URL }
  private var y: String { point.suffix(32).base64URL }
}

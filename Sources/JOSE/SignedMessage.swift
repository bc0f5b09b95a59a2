package import Crypto
package import Foundation
import StrictJSON

/// A signed message (JWS, RFC 7515) in its compact form, by ES256 and nothing else.
package struct SignedMessage: Sendable {
  package let payload: Data
  /// The key that signed it, of those it was read with.
  package let key: ECPublicKey

  /// Reads a message and verifies its signature.
  /// - Parameters:
  ///   - type: what its header must say that it is (`typ`): one kind of message is never taken for another (RFC 8725, 3.11).
  ///   - keys: those that may have signed it.
  package init(_ text: String, type: String, keys: [ECPublicKey]) throws(JOSEError) {
    let parts = text.dotted
    guard parts.count == 3, let payload = Data(base64URL: parts[1]), let signature = Data(base64URL: parts[2]) else {
      throw .malformed
    }
    let header = try JOSEHeader(parts[0])
    guard header["alg"] == "ES256", header["typ"] == type else { throw .algorithm }
    guard let name = header["kid"], let key = keys.first(where: { $0.name == name && $0.use == .signature }) else {
      throw .unknownKey
    }
    // A point is checked when its key is made, and a signature of another length is no signature.
    guard let verifier = try? P256.Signing.PublicKey(rawRepresentation: key.point),
      let signed = try? P256.Signing.ECDSASignature(rawRepresentation: signature),
      verifier.isValidSignature(signed, for: Data("\(parts[0]).\(parts[1])".utf8))
    else { throw .signature }
    self.payload = payload
    self.key = key
  }

  /// Signs a message.
  package static func sign(
    _ payload: Data,
    type: String,
    by key: P256.Signing.PrivateKey,
    named name: String
  ) throws -> String {
    let header: JSON = ["alg": "ES256", "typ": .string(type), "kid": .string(name)]
    let signed = "\(Data(header.text.utf8).base64URL).\(payload.base64URL)"
    return "\(signed).\(try key.signature(for: Data(signed.utf8)).rawRepresentation.base64URL)"
  }
}

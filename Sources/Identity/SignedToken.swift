import Foundation
import JOSE

/// A token in its three parts (RFC 7515, 7.1), as bytes. Nothing is known of it yet but that it has them.
package struct SignedToken {
  package let header: [UInt8]
  package let claims: [UInt8]
  package let signature: [UInt8]
  /// What was signed.
  let signed: [UInt8]

  /// The longest token that is looked at, in bytes.
  static let longest = 16 * 1024

  package init(_ token: String) throws(TokenFault) {
    guard token.utf8.count <= Self.longest else { throw .malformed }
    let parts = token.dotted
    guard parts.count == 3, let header = Data(base64URL: parts[0]), let claims = Data(base64URL: parts[1]),
      let signature = Data(base64URL: parts[2])
    else { throw .malformed }
    self.header = Array(header)
    self.claims = Array(claims)
    self.signature = Array(signature)
    signed = Array("\(parts[0]).\(parts[1])".utf8)
  }
}

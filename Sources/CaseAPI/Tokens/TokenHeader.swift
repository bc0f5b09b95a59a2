import Foundation
import JWTKit

/// The first part of a token, which says how to check it. It comes from the sender, so nothing in it is believed: the
/// algorithm must be on our list and fit the key, and the key must be the issuer's.
struct TokenHeader {
  let alg: String
  let kid: String

  /// Signatures by a private key that only the issuer has. `none` and the shared-secret `HS*` are not here and never will be.
  static let algorithms: Set<String> = ["ES256", "ES384", "RS256", "PS256"]

  init(token: String) throws(TokenFault) {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let data = Data(base64URL: parts[0]) else { throw .malformed }
    // What is wrong with it is the sender's to know only in general.
    guard let fields = try? JSONDecoder().decode([String: JWTHeaderField].self, from: data) else { throw .malformed }
    guard let alg = fields["alg"]?.asString else { throw .malformed }
    guard Self.algorithms.contains(alg) else { throw .algorithm }
    // `crit` names extensions that must be understood (RFC 7515, 4.1.11). We understand none.
    guard let kid = fields["kid"]?.asString, fields["crit"] == nil else { throw .malformed }
    self.alg = alg
    self.kid = kid
  }
}

extension Data {
  /// Reads base64url without padding (RFC 7515, 2).
  init?(base64URL text: some StringProtocol) {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    let standard = String(text).replacing("-", with: "+").replacing("_", with: "/") + padding
    self.init(base64Encoded: standard)
  }
}

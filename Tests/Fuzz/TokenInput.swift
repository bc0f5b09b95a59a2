import CaseCore
import Identity
import StrictJSON

/// An access token, and each of its parts as if it were signed: the issuer may make mistakes too.
enum TokenInput {
  private static let issuer = IssuerConfiguration(unchecked: "https://login.example", audience: "casusregie")

  static func take(_ bytes: [UInt8]) {
    if let token = try? SignedToken(String(decoding: bytes, as: UTF8.self)) {
      header(token.header)
      claims(token.claims)
      if let keys = try? JSONReader.read(token.claims, within: .document) { key(keys, token) }
    }
    header(bytes)
    claims(bytes)
  }

  private static func header(_ bytes: [UInt8]) { _ = try? TokenHeader(bytes) }

  private static func claims(_ bytes: [UInt8]) {
    guard let claims = try? TokenClaims(bytes) else { return }
    try? claims.check(issuer, at: 1_800_000_000)
    mustHold(TextRule.identifier.holds(claims.actor.subject), "a subject is one line that shows as a whole")
  }

  private static func key(_ json: JSON, _ token: SignedToken) {
    guard let key = SigningKey(json) else { return }
    for algorithm in SignatureAlgorithm.allCases where key.supports(algorithm) {
      mustHold(!key.signed(token, by: algorithm) || token.signature.count >= 64, "a signature has a length")
    }
  }
}

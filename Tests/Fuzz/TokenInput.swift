import CaseCore
import Identity
import StrictJSON

/// An access token, and each of its parts as if it were signed: the issuer may make mistakes too.
enum TokenInput {
  private static let issuer = IssuerConfiguration(unchecked: "https://login.example", audience: "casusregie")
  /// In seconds since 1970.
  private static let now = 1_800_000_000.0

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
    mustHold(claims.actor.roles.count <= ClaimMapping.mostRoles, "roles are bounded")
    mustHold(claims.client.count <= 255, "the name of a client is bounded")
    mustHold(TextRule.identifier.holds(claims.actor.subject), "a subject is one line that shows as a whole")
    guard (try? claims.check(issuer, at: now)) != nil else { return }
    mustHold(claims.issuer == issuer.issuer, "a token that is good is of the issuer")
    // It ends at some moment, and never becomes good again.
    let ages = [1e3, 1e6, 1e9, 1e12].map { (try? claims.check(issuer, at: now + $0)) != nil }
    mustHold(ages == ages.sorted { $0 && !$1 }, "a token that has ended stays so")
  }

  private static func key(_ json: JSON, _ token: SignedToken) {
    guard let key = SigningKey(json) else { return }
    for algorithm in SignatureAlgorithm.allCases where key.supports(algorithm) {
      mustHold(!key.signed(token, by: algorithm) || token.signature.count >= 64, "a signature has a length")
    }
  }
}

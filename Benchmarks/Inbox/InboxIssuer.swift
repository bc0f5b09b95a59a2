import CaseCore
import Crypto
import Foundation
import Identity
import JOSE
import Logging
import OrderedCollections
import StrictJSON

/// Issues the tokens of those who give commands.
struct InboxIssuer {
  static let audience = "casusregie-opdrachten"
  private static let issuer = "https://login.example"
  private static let accessAudience = "casusregie"

  private let key = P256.Signing.PrivateKey()

  func verifier(_ logger: Logger) -> TokenVerifier {
    let key = ECPublicKey(name: "i", use: .signature, point: key.publicKey.rawRepresentation)
    let documents: [String: JSON] = [
      "\(Self.issuer)/.well-known/openid-configuration": [
        "issuer": .string(Self.issuer), "jwks_uri": .string("\(Self.issuer)/keys"),
      ],
      "\(Self.issuer)/keys": ["keys": .array([key?.json].compactMap(\.self))],
    ]
    let issuer = IssuerConfiguration(unchecked: Self.issuer, audience: Self.accessAudience)
    return TokenVerifier([issuer], logger: logger) { address, _ in
      Array((documents[address] ?? .null).text.utf8)
    }
  }

  /// For commands over queues, for a day.
  func token(of actor: Actor, boundTo thumbprint: String?) throws -> String {
    try sign(actor, for: Self.audience, ["cnf": ["jkt": JSON(thumbprint)]])
  }

  /// For requests over REST, for a day.
  func accessToken(of actor: Actor) throws -> String { try sign(actor, for: Self.accessAudience) }

  private func sign(
    _ actor: Actor,
    for audience: String,
    _ more: OrderedDictionary<String, JSON> = [:]
  ) throws -> String {
    var claims: OrderedDictionary<String, JSON> = [
      "iss": .string(Self.issuer), "aud": .string(audience), "sub": .string(actor.subject),
      "exp": .integer(Int64(Date().timeIntervalSince1970) + 86_400), "organisatie": .string(actor.organisation),
      "rollen": JSON(actor.roles.sorted()),
    ]
    claims.merge(more) { $1 }
    return try SignedMessage.sign(Data(JSON.object(claims).text.utf8), type: "JWT", by: key, named: "i")
  }
}

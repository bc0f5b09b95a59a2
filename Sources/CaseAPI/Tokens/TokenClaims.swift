import CaseCore
import Foundation
import JWTKit

/// What a token says, as far as it matters here.
struct TokenClaims: JWTPayload {
  let iss: String
  let aud: AudienceClaim
  let exp: Date
  let nbf: Date?
  let sub: String
  /// The OIN of the organisation for which the person acts.
  let organisatie: String
  let rollen: [String]

  /// How far the clocks of issuer and service may be apart, in seconds.
  static let leeway: TimeInterval = 30

  /// The library calls this when the signature is right; what the claims must be is said in ``check(_:at:)``.
  func verify(using algorithm: some JWTAlgorithm) {}

  func check(_ configuration: IssuerConfiguration, at now: Date) throws(TokenFault) {
    guard iss == configuration.issuer else { throw .issuer }
    guard aud.value.contains(configuration.audience) else { throw .audience }
    guard now < exp.addingTimeInterval(Self.leeway) else { throw .expired }
    if let nbf, now < nbf.addingTimeInterval(-Self.leeway) { throw .notYetValid }
    guard (1...255).contains(sub.utf8.count), Self.isOIN(organisatie) else { throw .claims }
  }

  var actor: Actor { Actor(subject: sub, organisation: organisatie, roles: Set(rollen)) }

  private static func isOIN(_ text: String) -> Bool {
    text.utf8.count == 20
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
  }
}

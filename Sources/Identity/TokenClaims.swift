package import CaseCore
import OrderedCollections
import StrictJSON

/// What a token says, as far as it matters here. Its issuer signed it, and may still make mistakes.
package struct TokenClaims {
  package let issuer: String
  let audience: [String]
  /// In seconds since 1970; perhaps infinite.
  let expires: Double
  let notBefore: Double?
  package var actor: Actor
  /// What whoever uses the token must have; `nil` for a token that is good in anybody's hands.
  package let confirmation: TokenConfirmation?
  /// The program that the token was given to (`client_id`, RFC 9068, 2.2; `azp`, OpenID Connect Core, 2); the subject where it does not
  /// say.
  package let client: String
  /// The token is a system's and no person's: its subject is the client that it was given to, as client credentials have it (RFC
  /// 9068, 2.2).
  private let isOfClient: Bool
  /// The names of all its claims.
  private let names: Set<String>

  /// In bytes (OpenID Connect Core, 2).
  static let longestSubject = 255

  /// - Parameter mapping: how it says who holds it.
  package init(_ bytes: [UInt8], mapping: ClaimMapping = ClaimMapping()) throws(TokenFault) {
    try self.init(try Self.members(bytes), mapping)
  }

  init(_ claims: JSON, _ mapping: ClaimMapping) throws(TokenFault) {
    guard let issuer = claims["iss"]?.string, let audience = ClaimMapping.texts(claims["aud"]),
      let expires = claims["exp"]?.number
    else { throw .claims }
    self.issuer = issuer
    self.audience = audience
    self.expires = expires
    if let early = claims["nbf"], early != .null {
      guard let moment = early.number else { throw .claims }
      notBefore = moment
    } else {
      notBefore = nil
    }
    actor = try mapping.actor(claims)
    let subject = claims["sub"]?.string
    let clients = ["client_id", "azp"].compactMap { claims[$0]?.string }
    isOfClient = subject.map(clients.contains) ?? false
    client = String(decoding: (clients.first ?? actor.subject).utf8.prefix(Self.longestSubject), as: UTF8.self)
    names = if case .object(let members) = claims { Set(members.keys) } else { [] }
    confirmation = if let bound = claims["cnf"], bound != .null { try TokenConfirmation(bound) } else { nil }
  }

  /// The members of a token, of which nothing is believed yet.
  static func members(_ bytes: [UInt8]) throws(TokenFault) -> JSON {
    // What is wrong with it is the sender's to know only in general.
    guard let claims = try? JSONReader.read(bytes, within: .token) else { throw .claims }
    return claims
  }

  /// Four eyes are two subjects. So no two may look alike and be two, and one that is written in two ways is one (NFC).
  package static func person(_ subject: String) throws(TokenFault) -> String {
    // What is wrong with it is said in one sentence.
    guard let person = try? TextRule.identifier.accept(subject), person.utf8.count <= longestSubject else {
      throw .subject
    }
    return person
  }

  /// Whether it is a system that holds it, and no person: such a one reads, and does not act.
  package func isMachine(_ configuration: IssuerConfiguration) -> Bool {
    isOfClient || configuration.machineClaim.map(names.contains) ?? false
  }

  /// - Parameter now: in seconds since 1970.
  package func check(
    _ configuration: IssuerConfiguration,
    audience expected: String? = nil,
    at now: Double,
    isOfBefore: Bool = false
  ) throws(TokenFault) {
    guard issuer == configuration.issuer else { throw .issuer }
    guard audience.contains(expected ?? configuration.audience) else { throw .audience }
    guard isOfBefore || now < expires + configuration.clockSkew else { throw .expired }
    if let notBefore, now < notBefore - configuration.clockSkew { throw .notYetValid }
    guard configuration.speaks(for: actor.organisation) else { throw .organisation }
  }
}

/// Who must hold a token for what is asked.
package enum TokenHolder: Sendable {
  case anyone
  /// Something is to be done, which is a person's.
  case person
  /// Something is fetched that is an organisation's, and not for each person of it.
  case system
}

package import CaseCore
import OrderedCollections
import StrictJSON

/// What a token says, as far as it matters here. Its issuer signed it, and may still make mistakes.
package struct TokenClaims {
  let issuer: String
  let audience: [String]
  /// In seconds since 1970; perhaps infinite.
  let expires: Double
  let notBefore: Double?
  package let actor: Actor
  /// The thumbprint of the key that whoever uses the token must have (`cnf`, RFC 7800; `jkt`, RFC 9449); `nil` for a token that is
  /// good in anybody's hands.
  package let confirmation: String?
  /// The token is a system's and no person's: its subject is the client that it was given to, as client credentials have it (RFC
  /// 9068, 2.2).
  private let isOfClient: Bool
  /// The names of all its claims.
  private let names: Set<String>

  /// How far the clocks of issuer and service may be apart, in seconds.
  static let leeway = 30.0
  package static let mostRoles = 100
  /// In bytes (OpenID Connect Core, 2).
  private static let longestSubject = 255

  package init(_ bytes: [UInt8]) throws(TokenFault) {
    // What is wrong with it is the sender's to know only in general.
    guard let claims = try? JSONReader.read(bytes, within: .token) else { throw .claims }
    guard let issuer = claims["iss"]?.string, let audience = Self.texts(claims["aud"]),
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
    actor = try Self.actor(claims)
    let subject = actor.subject
    isOfClient = ["client_id", "azp"].contains { claims[$0]?.string == subject }
    names = if case .object(let members) = claims { Set(members.keys) } else { [] }
    if let bound = claims["cnf"], bound != .null {
      guard let thumbprint = bound["jkt"]?.string else { throw .claims }
      confirmation = thumbprint
    } else {
      confirmation = nil
    }
  }

  private static func actor(_ claims: JSON) throws(TokenFault) -> Actor {
    guard let subject = claims["sub"]?.string, let organisation = claims["organisatie"]?.string,
      let roles = claims["rollen"]?.items?.map(\.string)
    else { throw .claims }
    guard isOIN(organisation), roles.count <= mostRoles else { throw .claims }
    let names = roles.compactMap(\.self)
    guard names.count == roles.count else { throw .claims }
    return Actor(subject: try person(subject), organisation: organisation, roles: Set(names))
  }

  /// Four eyes are two subjects. So no two may look alike and be two, and one that is written in two ways is one (NFC).
  package static func person(_ subject: String) throws(TokenFault) -> String {
    // What is wrong with it is said in one sentence.
    guard let person = try? TextRule.identifier.accept(subject), person.utf8.count <= longestSubject else {
      throw .subject
    }
    return person
  }

  /// One text or a list of them (RFC 7519, 4.1.3).
  private static func texts(_ json: JSON?) -> [String]? {
    if let text = json?.string { return [text] }
    guard let items = json?.items else { return nil }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }

  /// - Parameter now: in seconds since 1970.
  /// Whether it is a system that holds it, and no person: such a one reads, and does not act.
  package func isMachine(_ configuration: IssuerConfiguration) -> Bool {
    isOfClient || configuration.machineClaim.map(names.contains) ?? false
  }

  package func check(
    _ configuration: IssuerConfiguration,
    audience expected: String? = nil,
    at now: Double,
    isOfBefore: Bool = false
  ) throws(TokenFault) {
    guard issuer == configuration.issuer else { throw .issuer }
    guard audience.contains(expected ?? configuration.audience) else { throw .audience }
    guard isOfBefore || now < expires + Self.leeway else { throw .expired }
    if let notBefore, now < notBefore - Self.leeway { throw .notYetValid }
  }

  private static func isOIN(_ text: String) -> Bool {
    text.utf8.count == 20
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
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

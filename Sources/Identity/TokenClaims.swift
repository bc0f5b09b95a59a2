package import CaseCore
import StrictJSON

/// What a token says, as far as it matters here. Its issuer signed it, and may still make mistakes.
package struct TokenClaims {
  let issuer: String
  let audience: [String]
  /// In seconds since 1970; perhaps infinite.
  let expires: Double
  let notBefore: Double?
  package let actor: Actor

  /// How far the clocks of issuer and service may be apart, in seconds.
  static let leeway = 30.0
  private static let mostRoles = 100
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
  private static func person(_ subject: String) throws(TokenFault) -> String {
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
  package func check(_ configuration: IssuerConfiguration, at now: Double) throws(TokenFault) {
    guard issuer == configuration.issuer else { throw .issuer }
    guard audience.contains(configuration.audience) else { throw .audience }
    guard now < expires + Self.leeway else { throw .expired }
    if let notBefore, now < notBefore - Self.leeway { throw .notYetValid }
  }

  private static func isOIN(_ text: String) -> Bool {
    text.utf8.count == 20
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
  }
}

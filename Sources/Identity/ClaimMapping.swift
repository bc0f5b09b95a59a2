import CaseCore
import OrderedCollections
import StrictJSON

/// How the tokens of an issuer say who their holder is: each organisation has its own provider, with its own names.
public struct ClaimMapping: Sendable, Hashable {
  /// The members of a token that lead to a claim, from outside in: `["realm_access", "roles"]`.
  public typealias Path = [String]

  public enum Organisation: Sendable, Hashable {
    /// All its holders are of one organisation.
    case always(String)
    /// As the claim says; through the table when there is one, and then what is not in it is no organisation.
    case claim(Path, values: [String: String]?)
  }

  public struct Roles: Sendable, Hashable {
    public let path: Path
    /// Only what begins with it is a role of this service, without it.
    public let prefix: String
    /// Which roles each value gives; what is not in it gives none. `nil` when the values are the roles.
    public let values: [String: [String]]?
    /// What stands between the values of a claim that is one text, as `scope` is. `nil` for a claim that is a list.
    public let separator: String?

    package init(
      path: Path,
      prefix: String = "",
      values: [String: [String]]? = nil,
      separator: String? = nil
    ) {
      self.path = path
      self.prefix = prefix
      self.values = values
      self.separator = separator
    }
  }

  /// At which level the person signed in (`acr`: OpenID Connect Core, 2; RFC 9470).
  public struct Authentication: Sendable, Hashable {
    public let path: Path
    /// Which levels each value gives; what is not in it gives none. `nil` when the values are the levels.
    public let values: [String: [String]]?

    package init(path: Path = ["acr"], values: [String: [String]]? = nil) {
      self.path = path
      self.values = values
    }

    /// What to ask the provider for to get one of these levels, the preferred one first; empty when no value gives any of them.
    func asked(for levels: [String]) -> [String] {
      guard let values else { return levels }
      return OrderedSet(levels.flatMap { level in values.filter { $1.contains(level) }.keys.sorted() }).elements
    }
  }

  public let person: Path
  public let organisation: Organisation
  public let roles: Roles
  public let authentication: Authentication

  package init(
    person: Path = ["sub"],
    organisation: Organisation = .claim(["organisatie"], values: nil),
    roles: Roles = Roles(path: ["rollen"]),
    authentication: Authentication = Authentication()
  ) {
    self.person = person
    self.organisation = organisation
    self.roles = roles
    self.authentication = authentication
  }

  package static let mostRoles = 100

  /// Who holds a token.
  /// - Throws: ``TokenFault/claims`` when it does not say so, ``TokenFault/subject`` when not in a way that everybody sees.
  func actor(_ claims: JSON) throws(TokenFault) -> Actor {
    guard let subject = claims.at(person)?.string else { throw .claims }
    let roles = try roles(claims)
    return Actor(
      subject: try TokenClaims.person(subject),
      organisation: try organisation(claims),
      roles: roles,
      authentication: levels(claims)
    )
  }

  private func organisation(_ claims: JSON) throws(TokenFault) -> String {
    switch organisation {
    case .always(let number): return number
    case .claim(let path, let values):
      // Some providers make a list of every claim that comes from an attribute.
      guard let texts = Self.texts(claims.at(path)), texts.count == 1 else { throw .claims }
      guard let number = values.map({ $0[texts[0]] }) ?? texts[0], Self.isOIN(number) else { throw .claims }
      return number
    }
  }

  private func roles(_ claims: JSON) throws(TokenFault) -> Set<String> {
    guard let found = names(claims.at(roles.path)) else { throw .claims }
    let ours = found.filter { $0.hasPrefix(roles.prefix) }.map { String($0.dropFirst(roles.prefix.count)) }
    let held = roles.values.map { values in ours.flatMap { values[$0] ?? [] } } ?? ours
    guard held.count <= Self.mostRoles else { throw .claims }
    return Set(held)
  }

  /// What says nothing that is understood gives no level, and is no fault: most providers say something of their own here, and most
  /// commands ask none.
  private func levels(_ claims: JSON) -> Set<String> {
    let said = Self.texts(claims.at(authentication.path)) ?? []
    let levels = authentication.values.map { values in said.flatMap { values[$0] ?? [] } } ?? said
    return Set(levels.filter(CommandDefinition.isLevel).prefix(Self.mostRoles))
  }

  /// What stands in the claim of roles; `nil` when it has another form.
  private func names(_ json: JSON?) -> [String]? {
    if let separator = roles.separator {
      return json?.string.map { $0.split(separator: separator).map(String.init) }
    }
    guard let items = json?.items else { return nil }
    let names = items.compactMap(\.string)
    return names.count == items.count ? names : nil
  }

  /// One text or a list of them (RFC 7519, 4.1.3).
  static func texts(_ json: JSON?) -> [String]? {
    if let text = json?.string { return [text] }
    guard let items = json?.items else { return nil }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }

  static func isOIN(_ text: String) -> Bool {
    text.utf8.count == 20
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
  }
}

extension JSON {
  fileprivate func at(_ path: ClaimMapping.Path) -> JSON? {
    path.reduce(Optional(self)) { json, name in json?[name] }
  }
}

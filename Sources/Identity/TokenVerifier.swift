public import CaseCore
import Foundation
public import Logging
import StrictJSON

/// Tells who is asking, by an access token of one of the issuers: OpenID Connect providers whose keys are found by discovery.
///
/// A token must be signed by one of the keys of the issuer that it names, with an algorithm of the list, be meant for this service, be
/// valid now, and say for which organisation and in which roles its holder acts; and that issuer must be one that speaks for that
/// organisation. It is read by our own reader, within limits: what is in it must never do more than be refused.
public struct TokenVerifier: Sendable {
  private struct Issuer: Sendable {
    let configuration: IssuerConfiguration
    let keys: IssuerKeys
  }

  /// By how they name themselves.
  private let issuers: [String: Issuer]
  /// What the ids of people begin with who are known by another issuer than the one without a name.
  private let prefixes: [String]

  /// - Parameters:
  ///   - configurations: each issuer once.
  ///   - pause: how long an issuer is left alone after it was asked for its keys.
  ///   - fetch: how their documents are got.
  public init(
    _ configurations: [IssuerConfiguration],
    logger: Logger,
    pause: Duration = .seconds(10),
    fetch: @escaping IssuerFetch
  ) {
    let issuers = configurations.map { configuration in
      Issuer(
        configuration: configuration,
        keys: IssuerKeys(
          configuration,
          documents: IssuerDocuments(fetch: fetch),
          timing: .init(pause: pause),
          logger: logger
        )
      )
    }
    self.issuers = Dictionary(issuers.map { ($0.configuration.issuer, $0) }, uniquingKeysWith: { first, _ in first })
    prefixes = configurations.compactMap(\.name).map { $0 + "/" }
  }

  /// Whether there are keys to check tokens with: of one issuer at least, for the people of the others are no reason to refuse those of
  /// that one. It waits for no issuer; those without keys are asked for them meanwhile.
  public func hasKeys() async -> Bool {
    var isOne = false
    for issuer in issuers.values where await issuer.keys.areThere() { isOne = true }
    return isOne
  }

  /// The same, of the issuer of this address.
  package func hasKeys(of issuer: String) async -> Bool { await issuers[issuer]?.keys.areThere() ?? false }

  /// How each issuer names itself, and how the operator does, in order.
  package var names: [(issuer: String, name: String?)] {
    issuers.values.map { ($0.configuration.issuer, $0.configuration.name) }.sorted { $0.issuer < $1.issuer }
  }

  /// Who asks, by the values of the header `Authorization`, with all that the token says.
  /// - Parameter certificate: the one with which the connection was made, if any. Asked for only when it matters.
  package func claims(
    authorization: [String],
    holder: TokenHolder = .anyone,
    certificate: @Sendable () async -> ClientCertificate? = { nil }
  ) async throws(TokenFault) -> TokenClaims {
    guard let value = authorization.first else { throw .missing }
    let words = value.split(separator: " ", omittingEmptySubsequences: true)
    guard authorization.count == 1, words.count == 2, words[0].lowercased() == "bearer" else { throw .missing }
    let claims = try await claims(token: String(words[1]))
    try await checkPossession(claims, certificate)
    try require(holder, claims)
    return claims
  }

  /// Whether a token is in the hands of who may use it (RFC 8705, 3).
  private func checkPossession(
    _ claims: TokenClaims,
    _ certificate: @Sendable () async -> ClientCertificate?
  ) async throws(TokenFault) {
    guard let bound = claims.confirmation else {
      guard !mustBeBound(claims) else { throw .unbound }
      return
    }
    // Nobody shows here that the key is theirs.
    guard bound.key == nil, let thumbprint = bound.certificate else { throw .bound }
    guard let shown = await certificate() else { throw .certificateMissing }
    guard shown.thumbprint == thumbprint else { throw .otherCertificate }
  }

  private func mustBeBound(_ claims: TokenClaims) -> Bool {
    guard let configuration = issuers[claims.issuer]?.configuration else { return false }
    return configuration.certificateBoundSystems.contains(claims.actor.organisation) && isOfSystem(claims)
  }

  /// What somebody with a token of this issuer asks it for to get one of these levels (`acr_values`: OpenID Connect Core, 3.1.2.1;
  /// RFC 9470), the preferred one first; empty when the issuer is not known to give any of them.
  package func acrValues(for levels: [String], from issuer: String) -> [String] {
    issuers[issuer]?.configuration.claims.authentication.asked(for: levels) ?? levels
  }

  /// - Throws: ``TokenFault/machine`` for a token of a system where a person is asked for, ``TokenFault/person`` for the reverse.
  package func require(_ holder: TokenHolder, _ claims: TokenClaims) throws(TokenFault) {
    let isMachine = isOfSystem(claims)
    if holder == .person, isMachine { throw .machine }
    if holder == .system, !isMachine { throw .person }
  }

  /// Whether a token is one of a system, and of no person.
  package func isOfSystem(_ claims: TokenClaims) -> Bool {
    issuers[claims.issuer].map { claims.isMachine($0.configuration) } ?? false
  }

  /// Who holds a token that came another way than with a request: the same rules. Nobody can show there what a token is bound to.
  public func actor(token text: String) async throws(TokenFault) -> Actor {
    let claims = try await claims(token: text)
    guard claims.confirmation == nil else { throw .bound }
    guard !mustBeBound(claims) else { throw .unbound }
    return claims.actor
  }

  /// All that a token says.
  /// - Parameters:
  ///   - commandAudience: for a token that came with a command over a queue: for whom it must be meant, when its issuer has no other;
  ///     `nil` for one that came with a request.
  ///   - isOfBefore: whether it may have expired: what it came with was decided when it had not.
  package func claims(
    token text: String,
    commandAudience: String? = nil,
    isOfBefore: Bool = false
  ) async throws(TokenFault) -> TokenClaims {
    let token = try SignedToken(text)
    let header = try TokenHeader(token.header)
    // Which issuer it names is only believed as far as to look among that one's keys.
    let members = try TokenClaims.members(token.claims)
    guard let named = members["iss"]?.string, let issuer = issuers[named] else { throw .issuer }
    let configuration = issuer.configuration
    guard configuration.algorithms.contains(header.algorithm) else { throw .algorithm }
    let key = try await issuer.keys.key(header.key)
    // A key that names an algorithm is for that one alone; else the token's, which is on our list, if it fits the key.
    guard key.supports(header.algorithm) else { throw .algorithm }
    guard key.signed(token, by: header.algorithm) else { throw .signature }
    var claims = try TokenClaims(members, configuration.claims)
    try claims.check(
      configuration,
      audience: commandAudience.map { configuration.commandAudience ?? $0 },
      at: Date().timeIntervalSince1970,
      isOfBefore: isOfBefore
    )
    claims.actor.subject = try person(claims.actor.subject, of: configuration)
    return claims
  }

  /// The id of a person, which no person of another issuer has. Compared by bytes: some characters join the one before them.
  private func person(_ subject: String, of configuration: IssuerConfiguration) throws(TokenFault) -> String {
    guard let name = configuration.name else {
      guard !prefixes.contains(where: { subject.utf8.starts(with: $0.utf8) }) else { throw .subject }
      return subject
    }
    let person = "\(name)/\(subject)"
    guard person.utf8.count <= TokenClaims.longestSubject else { throw .subject }
    return person
  }
}

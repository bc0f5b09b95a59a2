public import CaseCore
import Foundation
public import Logging

/// Tells who is asking, by an access token of the issuer: an OpenID Connect provider whose keys are found by discovery.
///
/// A token must be signed by one of the issuer's keys with an algorithm of the list, be meant for this service, be valid
/// now, and say for which organisation and in which roles its holder acts. It is read by our own reader, within limits:
/// what is in it must never do more than be refused.
public struct TokenVerifier: Sendable {
  private let configuration: IssuerConfiguration
  private let keys: IssuerKeys

  /// - Parameters:
  ///   - pause: how long the issuer is left alone after it was asked for its keys.
  ///   - fetch: how its documents are got.
  public init(
    _ configuration: IssuerConfiguration,
    logger: Logger,
    pause: Duration = .seconds(10),
    fetch: @escaping IssuerFetch
  ) {
    self.configuration = configuration
    keys = IssuerKeys(
      configuration,
      documents: IssuerDocuments(fetch: fetch),
      timing: .init(pause: pause),
      logger: logger
    )
  }

  /// Whether there are keys to check tokens with; without them nobody gets in.
  public func hasKeys() async -> Bool { await keys.areThere() }

  /// Who asks, by the values of the header `Authorization`.
  package func actor(authorization: [String], holder: TokenHolder = .anyone) async throws(TokenFault) -> Actor {
    guard let value = authorization.first else { throw .missing }
    let words = value.split(separator: " ", omittingEmptySubsequences: true)
    guard authorization.count == 1, words.count == 2, words[0].lowercased() == "bearer" else { throw .missing }
    let claims = try await claims(token: String(words[1]))
    // Nobody shows here that the key is theirs.
    guard claims.confirmation == nil else { throw .bound }
    try require(holder, claims)
    return claims.actor
  }

  /// - Throws: ``TokenFault/machine`` for a token of a system where a person is asked for, ``TokenFault/person`` for the reverse.
  package func require(_ holder: TokenHolder, _ claims: TokenClaims) throws(TokenFault) {
    let isMachine = claims.isMachine(configuration)
    if holder == .person, isMachine { throw .machine }
    if holder == .system, !isMachine { throw .person }
  }

  /// Whether a token is one of a system, and of no person.
  package func isOfSystem(_ claims: TokenClaims) -> Bool { claims.isMachine(configuration) }

  /// Who holds a token that came another way than with a request: the same rules.
  public func actor(token text: String) async throws(TokenFault) -> Actor { try await claims(token: text).actor }

  /// All that a token says.
  /// - Parameters:
  ///   - audience: for whom it must be meant; `nil` for the usual one.
  ///   - isOfBefore: whether it may have expired: what it came with was decided when it had not.
  package func claims(
    token text: String,
    audience: String? = nil,
    isOfBefore: Bool = false
  ) async throws(TokenFault) -> TokenClaims {
    let token = try SignedToken(text)
    let header = try TokenHeader(token.header)
    let key = try await keys.key(header.key)
    // A key that names an algorithm is for that one alone; else the token's, which is on our list, if it fits the key.
    guard key.fits(header.algorithm) else { throw .algorithm }
    guard key.signed(token, by: header.algorithm) else { throw .signature }
    let claims = try TokenClaims(token.claims)
    try claims.check(
      configuration,
      audience: audience ?? configuration.audience,
      at: Date().timeIntervalSince1970,
      isOfBefore: isOfBefore
    )
    return claims
  }
}

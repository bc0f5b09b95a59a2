public import AsyncHTTPClient
public import CaseCore
import Foundation
import Hummingbird
import JWTKit
public import Logging

/// Tells who is asking, by an access token of the issuer: an OpenID Connect provider whose keys are found by discovery.
///
/// A token must be signed by one of the issuer's keys with an algorithm of the list, be meant for this service, be valid
/// now, and say for which organisation and in which roles its holder acts.
public struct TokenVerifier: Sendable {
  private let configuration: IssuerConfiguration
  private let keys: IssuerKeys

  public init(_ configuration: IssuerConfiguration, client: HTTPClient, logger: Logger) {
    self.init(configuration, client: client, logger: logger, pause: .seconds(10))
  }

  /// - Parameter pause: how long the issuer is left alone after it was asked for its keys.
  package init(_ configuration: IssuerConfiguration, client: HTTPClient, logger: Logger, pause: Duration) {
    self.configuration = configuration
    keys = IssuerKeys(configuration, client: client, timing: .init(pause: pause), logger: logger)
  }

  /// Whether there are keys to check tokens with; without them nobody gets in.
  public var healthCheck: HealthCheck { HealthCheck("uitgever") { [keys] in await keys.areThere() } }

  func actor(of request: Request) async throws(Problem) -> Actor {
    do throws(TokenFault) {
      return try await actor(authorization: request.headers[values: .authorization])
    } catch {
      throw error.problem
    }
  }

  private func actor(authorization: [String]) async throws(TokenFault) -> Actor {
    guard let value = authorization.first else { throw .missing }
    let words = value.split(separator: " ", omittingEmptySubsequences: true)
    guard authorization.count == 1, words.count == 2, words[0].lowercased() == "bearer" else { throw .missing }
    return try await actor(token: String(words[1]))
  }

  /// Who holds a token that came another way than with a request: the same rules.
  public func actor(token: String) async throws(TokenFault) -> Actor {
    let claims = try await verified(token)
    try claims.check(configuration, at: Date())
    return claims.actor
  }

  private func verified(_ token: String) async throws(TokenFault) -> TokenClaims {
    let header = try TokenHeader(token: token)
    var key = try await keys.key(header.kid)
    // A key that names an algorithm is for that one alone; else the token's, which is on our list, if it fits the key.
    guard let algorithm = JWK.Algorithm(rawValue: header.alg), key.algorithm ?? algorithm == algorithm else {
      throw .algorithm
    }
    key.algorithm = algorithm
    do {
      return try await JWTKeyCollection().add(jwk: key).verify(token, as: TokenClaims.self)
    } catch {
      throw Self.fault(error)
    }
  }

  private static func fault(_ error: any Error) -> TokenFault {
    guard let error = error as? JWTError else { return .signature }
    return switch error.errorType {
    case .signatureVerificationFailed: .signature
    case .malformedToken: .claims
    default: .algorithm
    }
  }
}

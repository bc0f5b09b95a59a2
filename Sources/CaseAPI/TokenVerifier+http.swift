public import AsyncHTTPClient
import Hummingbird
public import Identity
public import Logging
import Requests

extension TokenVerifier {
  /// Gets the documents of the issuers over HTTP.
  /// - Parameter pause: how long an issuer is left alone after it was asked for its keys.
  public init(
    _ configurations: [IssuerConfiguration],
    client: HTTPClient,
    logger: Logger,
    pause: Duration = .seconds(10)
  ) {
    self.init(configurations, logger: logger, pause: pause, fetch: IssuerHTTP.fetch(by: client))
  }

  /// Whether there are keys to check tokens with; without any nobody gets in. Of several issuers, also which has none: its own people
  /// cannot work, which is no reason to keep out the others. None of them waits for an issuer.
  public var healthChecks: [HealthCheck] {
    let all = HealthCheck("uitgever") { await hasKeys() }
    guard names.count > 1 else { return [all] }
    return [all]
      + names.map { issuer, name in
        HealthCheck("uitgever:\(name ?? "*")", isNeeded: false) { await hasKeys(of: issuer) }
      }
  }

  func claims(of request: Request, _ context: APIContext) async throws(Problem) -> TokenClaims {
    do throws(TokenFault) {
      return try await claims(authorization: request.headers[values: .authorization]) {
        await context.clientCertificate()
      }
    } catch {
      throw Problem(error)
    }
  }

  /// Whether whoever holds the token may ask this at all.
  func require(_ holder: TokenHolder, of claims: TokenClaims) throws(Problem) {
    do throws(TokenFault) { try require(holder, claims) } catch { throw Problem(error) }
  }
}

extension Problem {
  fileprivate init(_ fault: TokenFault) {
    guard fault != .issuerUnavailable else {
      self.init(.unavailable, fault.description)
      headers["Retry-After"] = "5"
      return
    }
    let codes: [TokenFault: String] = [.machine: Problem.machine, .person: Problem.person]
    if let code = codes[fault] {
      self.init(.notEntitled, fault.description, code: code)
      return
    }
    let isAboutBinding = [.certificateMissing, .otherCertificate, .unbound].contains(fault)
    self.init(.unauthenticated, fault.description, code: isAboutBinding ? Problem.tokenBinding : nil)
    // Without a token there is nothing wrong with one (RFC 6750, 3.1).
    let error = fault == .missing ? "" : #", error="invalid_token""#
    headers["WWW-Authenticate"] = #"Bearer realm="\#(Self.realm)""# + error
  }
}

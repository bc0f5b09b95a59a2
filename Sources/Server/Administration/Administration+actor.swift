import AsyncHTTPClient
import CaseAPI
public import CaseCore
import Identity

extension Administration {
  /// Who acts, by an access token: checked as the service checks it, with the keys of the same issuer.
  /// - Throws: what is wrong with the settings; why the token is not taken, in Dutch and without any part of it.
  public func actor(token: String) async throws -> Actor {
    // The fault itself says that the issuer is away.
    let verifier = TokenVerifier(try settings.issuers(), client: IssuerHTTP.client, logger: Logs.logger(level: "error"))
    return try await verifier.actor(token: token)
  }
}

package import CaseAPI
package import Identity
package import Postgres
package import StoreBase

/// What a service that is only tried out has in the place of what real use needs. The program for development fills it in;
/// the one that serves has nothing to fill it in with.
package struct LocalMode: Sendable {
  /// Whose tokens are taken, though it gives one to whoever asks.
  package let issuer: IssuerConfiguration
  /// The routes that the service has besides.
  package let routes: @Sendable (PostgresPool, Wakes) throws -> [Route]

  package init(
    issuer: IssuerConfiguration,
    routes: @escaping @Sendable (PostgresPool, Wakes) throws -> [Route]
  ) {
    self.issuer = issuer
    self.routes = routes
  }
}

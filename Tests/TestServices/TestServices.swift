package import LocalServices

/// The PostgreSQL and the RabbitMQ that all tests of a process share. Each starts at its first use, in a temporary
/// folder, and ends with the process. Tests stay apart by using a fresh database or virtual host each.
package enum TestServices {
  private static let sharedPostgres = Task {
    // Services and pools of many tests at a time.
    try await LocalPostgres.start(in: .temporary, durability: .relaxed, settings: ["max_connections": "500"])
  }
  private static let sharedBroker = Task { try await LocalBroker.start(in: .temporary) }
  private static let brokers = BrokerPool()

  package static func postgres() async throws -> LocalPostgres { try await sharedPostgres.value }

  package static func broker() async throws -> LocalBroker { try await sharedBroker.value }

  /// A PostgreSQL for one test that kills, freezes or restarts it; it ends with `body`.
  package static func privatePostgres<Result>(
    durability: Durability = .relaxed,
    settings: [String: String] = [:],
    isolation: isolated (any Actor)? = #isolation,
    _ body: (LocalPostgres) async throws -> Result
  ) async throws -> Result {
    let postgres = try await LocalPostgres.start(in: .temporary, durability: durability, settings: settings)
    return try await ending(postgres.stop) { try await body(postgres) }
  }

  /// A RabbitMQ for one test that kills, freezes or restarts it.
  package static func privateBroker<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (LocalBroker) async throws -> Result
  ) async throws -> Result {
    try await brokers.with(body)
  }

  private static func ending<Result>(
    _ end: () async -> Void,
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body()
      await end()
      return result
    } catch {
      await end()
      throw error
    }
  }
}

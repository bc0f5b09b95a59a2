import LocalServices
import Postgres
import TestServices
import Testing

@Suite("Behind a pooler", .timeLimit(.minutes(5))) struct PoolerTests {
  @Test("limits of time hold, though the pooler passes on no options") func limits() async throws {
    try await with(.session) { configuration in
      var configuration = configuration
      configuration.statementTimeout = .milliseconds(50)
      configuration.lockTimeout = .seconds(7)
      configuration.idleTransactionTimeout = .seconds(8)
      let connection = try await PostgresConnection.open(configuration)
      let error = try await PostgresError.thrown { try await connection.query("select pg_sleep(60)") }
      #expect(error?.kind == .timedOut)
      for (name, limit) in [("lock_timeout", "7s"), ("idle_in_transaction_session_timeout", "8s")] {
        let rows = try await connection.query("select current_setting(\(name))")
        #expect(try rows[0][0, as: String.self] == limit)
      }
    }
  }

  @Test("one that pools transactions is told from one that pools sessions, and from none") func modes() async throws {
    #expect(try await with(.session) { try await $0.keepsSessions() })
    #expect(try await !with(.transaction) { try await $0.keepsSessions() })
    #expect(try await TestDatabase.configuration().keepsSessions())
  }

  private func with<Result>(
    _ mode: LocalPooler.Mode,
    _ body: (PostgresConfiguration) async throws -> Result
  ) async throws -> Result {
    let pooler = try await LocalPooler.start(before: TestServices.postgres(), mode)
    do {
      let result = try await body(PostgresConfiguration(connectionString: pooler.connectionString()))
      await pooler.stop()
      return result
    } catch {
      await pooler.stop()
      throw error
    }
  }
}

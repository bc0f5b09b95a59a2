import Postgres
import TestServices
import Testing

@Suite("Cancelling") struct CancelTests {
  static let endless: Statement = "select pg_sleep(600)"

  @Test("a statement that takes too long is ended") func statementTimeout() async throws {
    let connection = try await TestDatabase.connection { $0.statementTimeout = .milliseconds(20) }
    let error = try await PostgresError.thrown { try await connection.query(Self.endless) }
    #expect(error?.kind == .timedOut)
    try await connection.query("select 1")
  }

  @Test("any thread can end the running statement") func cancel() async throws {
    let connection = try await TestDatabase.connection { $0.applicationName = "cancelled" }
    async let error = PostgresError.thrown { try await connection.query(Self.endless) }
    try await waitUntilAsleep("cancelled")
    connection.cancelToken.cancel()
    #expect(try await error?.kind == .cancelled)
    try await connection.query("select 1")
  }

  @Test("a cancelled task ends its statement, and the connection serves the next") func cancelledTask() async throws {
    var configuration = try await TestDatabase.configuration()
    configuration.applicationName = "cancelled task"
    let pool = PostgresPool(configuration, pool: PoolConfiguration(maximum: 1), logger: TestDatabase.logger)
    let task = Task {
      try await PostgresError.thrown {
        try await pool.withConnection { connection in
          #expect(throws: PostgresError.self) { try connection.withTransaction { try $0.query(Self.endless) } }
          try connection.query("select 'not reached'")
        }
      }
    }
    try await waitUntilAsleep("cancelled task")
    task.cancel()
    #expect(try await task.value?.kind == .cancelled)
    for _ in 0..<50 { try await pool.withTransaction { _ = try $0.query("select 1") } }
    await pool.close()
  }

  private func waitUntilAsleep(_ name: String) async throws {
    let observer = try await TestDatabase.connection()
    try await waitFor("\(name) to be asleep") {
      let rows = try await observer.query(
        "select 1 from pg_stat_activity where application_name = \(name) and wait_event = 'PgSleep'"
      )
      return !rows.isEmpty
    }
  }
}

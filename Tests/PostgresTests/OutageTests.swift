import LocalServices
import Logging
import Postgres
import Retrying
import TestServices
import Testing

@Suite("Outages", .timeLimit(.minutes(5))) struct OutageTests {
  private static let backoff = Backoff(first: .milliseconds(20), longest: .milliseconds(100))

  @Test("the server dies under a pool: callers hear it at once, and all goes on when it is back")
  func pool() async throws {
    try await TestServices.privatePostgres(durability: .durable) { server in
      let pool = PostgresPool(
        try TestDatabase.configuration(server),
        pool: PoolConfiguration(minimum: 2, maximum: 4, waitTimeout: .seconds(60), reopening: Self.backoff),
        logger: TestDatabase.logger
      )
      try await pool.withConnection { try $0.execute(script: "create table t (id int8)") }
      try await server.kill()
      let error = try await PostgresError.thrown { try await pool.withConnection { _ in } }
      #expect(error?.kind == .unavailable && error?.isRetriable == true)
      #expect(pool.statistics.isUnavailable)
      try await server.restart()
      try await waitFor("the pool to be available") { !pool.statistics.isUnavailable }
      try await pool.withTransaction { _ = try $0.query("insert into t values (1)") }
      await pool.close()
    }
  }

  @Test("however many connections are lost, the pool says once that the server is away, and once that it is back")
  func told() async throws {
    let log = Signal<[String]>([])
    try await TestServices.privatePostgres { server in
      let pool = PostgresPool(
        try TestDatabase.configuration(server),
        pool: PoolConfiguration(minimum: 6, maximum: 6, reopening: Self.backoff),
        logger: Logger(label: "pool", factory: { _ in LogLines(lines: log) })
      )
      try await waitFor("six connections") { pool.statistics.idle == 6 }
      try await server.kill()
      await withDiscardingTaskGroup { group in
        for _ in 0..<20 {
          group.addTask {
            _ = await #expect(throws: PostgresError.self) {
              try await pool.withConnection { _ = try $0.query("select 1") }
            }
          }
        }
      }
      try await waitFor("the pool to know") { pool.statistics.isUnavailable }
      try await server.restart()
      try await waitFor("six connections again") { pool.statistics.idle == 6 }
      await pool.close()
    }
    #expect(log.value == ["warning database unavailable", "notice database available again"])
  }

  @Test("the server dies under transactions: kept or not is told only where it is known")
  func transactions() async throws {
    try await TestServices.privatePostgres { server in
      var configuration = try TestDatabase.configuration(server)
      configuration.applicationName = "victim"
      let (one, other) = try await (PostgresConnection.open(configuration), PostgresConnection.open(configuration))
      let observer = try await PostgresConnection.open(TestDatabase.configuration(server))
      async let interactive = PostgresError.thrown {
        try await one.run { try $0.withTransaction { _ = try $0.query("select pg_sleep(600)") } }
      }
      async let pipelined = PostgresError.thrown { try await other.transaction(["select pg_sleep(600)"]) }
      try await waitFor("both to be asleep") {
        let asleep: Statement = """
          select 1 from pg_stat_activity where application_name = 'victim' and wait_event = 'PgSleep'
          """
        return try await observer.query(asleep).count == 2
      }
      try await server.kill()
      #expect(try await interactive?.kind == .unavailable)
      #expect(try await pipelined?.kind == .commitOutcomeUnknown)
      let error = try await PostgresError.thrown { try await one.query("select 1") }
      #expect(error?.kind == .unavailable)
    }
  }

  @Test("the server dies under a listener: it says that something may have been missed") func listener() async throws {
    try await TestServices.privatePostgres { server in
      let configuration = try TestDatabase.configuration(server)
      let listener = PostgresListener(
        configuration,
        channels: ["Een \"kanaal\""],
        backoff: Self.backoff,
        logger: TestDatabase.logger
      )
      let running = Task { await listener.run() }
      var events = listener.events.makeAsyncIterator()
      #expect(await events.next() == .connected)
      try await notify("een", configuration)
      #expect(await events.next() == .notification(PostgresNotification(channel: "Een \"kanaal\"", payload: "een")))
      try await server.kill()
      try await server.restart()
      #expect(await events.next() == .reconnected)
      try await notify("twee", configuration)
      #expect(await events.next() == .notification(PostgresNotification(channel: "Een \"kanaal\"", payload: "twee")))
      running.cancel()
      #expect(await events.next() == nil)
      await running.value
    }
  }

  private func notify(_ payload: String, _ configuration: PostgresConfiguration) async throws {
    try await PostgresConnection.open(configuration).query("select pg_notify(\("Een \"kanaal\""), \(payload))")
  }
}

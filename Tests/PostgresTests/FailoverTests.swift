import LocalServices
import Postgres
import Retrying
import TestServices
import Testing

@Suite("A failover", .timeLimit(.minutes(5))) struct FailoverTests {
  @Test("connections to a server that became read-only are dropped, and a promoted standby is found")
  func promotedStandby() async throws {
    try await TestServices.privatePostgres { primary in
      // Before the copy is made: what comes after it may not have reached the standby when that is promoted.
      let first = try Self.pool(primary)
      try await first.withConnection { try $0.execute(script: "create table t (id int8)") }
      await first.close()
      let standby = try await primary.standby()
      let pool = try Self.pool(primary, standby)
      try await Self.fill(pool)
      try await primary.setReadOnly(true)
      // One refusal is enough: all other connections lead to the same server.
      try await Self.expectRefusal(pool)
      try await waitFor("the pool to be unavailable") { pool.statistics.isUnavailable }
      #expect(pool.statistics.open == 0)
      try await Self.expectUnavailable(pool)
      try await standby.promote()
      try await waitFor("a server that writes") { !pool.statistics.isUnavailable }
      let port = try await pool.withTransaction { connection in
        try connection.query("insert into t values (1)")
        return try connection.query("select inet_server_port()")[0][0, as: Int32.self]
      }
      #expect(Int(port) == standby.port)
      await pool.close()
      await standby.stop()
    }
  }

  @Test("a primary that dies amid commits takes back nothing that was confirmed, and comes back as the standby")
  func killedPrimary() async throws {
    try await TestServices.privatePostgres(durability: .durable) { primary in
      try await primary.allowRewind()
      try await primary.psql("create table t (id int8 primary key)")
      let standby = try await primary.standby(durability: .durable)
      try await primary.requireStandby()
      try await waitFor("a synchronous standby") { try await primary.hasStandby }
      let pool = try Self.pool(primary, standby)
      let writers = Writers(pool)
      let work = Task { try await writers.run() }
      try await waitFor("commits") { writers.confirmed.count >= 50 }
      try await primary.kill()
      try await standby.promote()
      let before = writers.confirmed.count
      try await waitFor("commits at the other one") { writers.confirmed.count >= before + 50 }
      // It has what the other one does not: what it had written and not confirmed when it died.
      try await primary.rejoin(standby)
      try await standby.requireStandby()
      try await waitFor("the former primary as standby") { try await standby.hasStandby }
      writers.stop()
      try await work.value
      let stored = try await standby.psql("select id from t").split(separator: "\n").compactMap { Int64($0) }
      // Each was confirmed once, whatever was asked again for want of an answer.
      #expect(stored.count == writers.confirmed.count && Set(stored) == Set(writers.confirmed))
      try await waitFor("the standby to show all of it") {
        try await primary.psql("select count(*), pg_is_in_recovery() from t") == "\(stored.count)|t"
      }
      await pool.close()
      await standby.stop()
    }
  }

  @Test("a server that only reads is as good as none, and found when it writes again") func writesAgain() async throws {
    try await TestServices.privatePostgres { server in
      let pool = try Self.pool(server)
      try await pool.withConnection { try $0.execute(script: "create table t (id int8)") }
      try await server.setReadOnly(true)
      try await Self.expectRefusal(pool)
      try await waitFor("the pool to be unavailable") { pool.statistics.isUnavailable }
      try await server.setReadOnly(false)
      try await waitFor("the pool to be available") { !pool.statistics.isUnavailable }
      try await pool.withTransaction { _ = try $0.query("insert into t values (1)") }
      await pool.close()
    }
  }

  @Test(
    "a commit that was confirmed because its wait for the standby was cancelled is not known to be kept",
    arguments: CommitForm.allCases
  )
  func cancelledWait(form: CommitForm) async throws {
    let settings = ["synchronous_standby_names": "nobody", "synchronous_commit": "local"]
    try await TestServices.privatePostgres(settings: settings) { server in
      let pool = try Self.pool(server)
      let waiting = try PostgresConfiguration(connectionString: server.connectionString())
      try await pool.withConnection {
        try $0.execute(script: "create table t (id int8); alter database postgres set synchronous_commit = 'on'")
      }
      let connection = try await PostgresConnection.open(waiting)
      async let error = PostgresError.thrown { try await connection.run { try form.insert(on: $0) } }
      // As an operator does it, whom nothing stops: the server then confirms what it alone has.
      try await waitFor("the commit to wait for a standby") {
        try await pool.withConnection { try $0.query(Self.cancelWaiting)[0][0, as: Int.self] } == 1
      }
      #expect(try await error?.kind == form.outcome)
      #expect(await connection.isBroken)
      // So it asks again, and finds it here; on a standby that took over it would find nothing.
      #expect(try await pool.withConnection { try $0.query("select from t").count } == 1)
      await pool.close()
    }
  }

  private static let cancelWaiting: Statement = """
    select count(pg_cancel_backend(pid))::int8 from pg_stat_activity where wait_event = 'SyncRep'
    """

  /// The ways in which something is committed.
  enum CommitForm: CaseIterable, CustomTestStringConvertible {
    case statement, oneStatementTransaction, transaction, block

    var testDescription: String { "\(self)" }

    /// Outside a transaction a statement that is lost has no commit of its own.
    var outcome: PostgresError.Kind { self == .statement ? .connectionLost : .commitOutcomeUnknown }

    func insert(on connection: isolated PostgresConnection) throws {
      let insert: Statement = "insert into t values (1)"
      switch self {
      case .statement: try connection.query(insert)
      case .oneStatementTransaction: try connection.transaction([insert])
      case .transaction: try connection.transaction([insert, "select 1"])
      case .block: try connection.withTransaction { _ = try $0.query(insert) }
      }
    }
  }

  /// Three connections that are open.
  private static func fill(_ pool: PostgresPool) async throws {
    try await pool.withConnection { _ in
      try await pool.withConnection { _ in try await pool.withConnection { _ in } }
    }
    #expect(pool.statistics.idle == 3)
  }

  /// Writes until that is refused: a server process takes a new setting when it next looks, which can be after the statement
  /// that was sent to it first.
  private static func expectRefusal(_ pool: PostgresPool) async throws {
    var error: PostgresError?
    while error == nil {
      error = try await PostgresError.thrown {
        try await pool.withConnection { _ = try $0.transaction(["insert into t values (1)"]) }
      }
    }
    #expect(error?.kind == .unavailable && error?.sqlState == "25006" && error?.isRetriable == true)
  }

  private static func expectUnavailable(_ pool: PostgresPool) async throws {
    let error = try await PostgresError.thrown {
      try await pool.withTransaction { _ = try $0.query("insert into t values (1)") }
    }
    #expect(error?.kind == .unavailable && error?.isRetriable == true)
  }

  private static func pool(_ servers: LocalPostgres...) throws -> PostgresPool {
    var configuration = try PostgresConfiguration(
      connectionString: """
        postgresql://\(servers[0].superuser):\(servers[0].password)@\
        \(servers.map { "127.0.0.1:\($0.port)" }.joined(separator: ","))/postgres?target_session_attrs=read-write
        """
    )
    configuration.statementTimeout = .seconds(30)
    return PostgresPool(
      configuration,
      pool: PoolConfiguration(
        maximum: 4,
        reopening: Backoff(first: .milliseconds(20), longest: .milliseconds(100))
      ),
      logger: TestDatabase.logger
    )
  }
}

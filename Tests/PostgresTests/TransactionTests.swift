import Dispatch
import Foundation
import Postgres
import Retrying
import Synchronization
import Testing

@Suite("Transactions") struct TransactionTests {
  static let insert = PreparedQuery("insert into t values ($1)")
  /// What the tests need of time: no pauses.
  static let retry = RetryPolicy(attempts: 3, backoff: Backoff(first: .zero, longest: .zero))

  private func connectionWithTable() async throws -> PostgresConnection {
    let connection = try await TestDatabase.connection()
    try await connection.query(
      "create temporary table t (id int8 constraint t_key unique deferrable, check (id < 100))"
    )
    return connection
  }

  @Test("the first failure is told, nothing is kept, the connection goes on") func failure() async throws {
    let connection = try await connectionWithTable()
    try await connection.run { connection in
      let error = #expect(throws: PostgresError.self) {
        try connection.transaction([Self.insert.bind(1), Self.insert.bind(100), Self.insert.bind(2)])
      }
      #expect(error?.kind == .constraint(name: "t_id_check", .check))
      #expect(error?.statementIndex == 1)
      let kept = try connection.query("select * from t").count
      #expect(kept == 0)
      try connection.transaction([Self.insert.bind(1)])
    }
  }

  @Test("a constraint that is checked at commit fails the transaction, pipelined or not") func deferred() async throws {
    let connection = try await connectionWithTable()
    try await connection.run { connection in
      let statements = ["set constraints all deferred", Self.insert.bind(1), Self.insert.bind(1)]
      let pipelined = #expect(throws: PostgresError.self) { try connection.transaction(statements) }
      let interactive = #expect(throws: PostgresError.self) {
        try connection.withTransaction { try $0.pipeline(statements) }
      }
      for error in [pipelined, interactive] {
        #expect(error?.kind == .constraint(name: "t_key", .unique))
        #expect(error?.statementIndex == nil)
      }
      let kept = try connection.query("select * from t").count
      #expect(kept == 0)
    }
  }

  @Test("of several in one round trip each ends on its own") func several() async throws {
    let connection = try await connectionWithTable()
    try await connection.run { connection in
      let wrong = [Self.insert.bind(1), Self.insert.bind(100)]
      let results = try connection.transactions([[Self.insert.bind(1)], wrong, wrong, [Self.insert.bind(2)], wrong, []])
      let succeeded = results.map { result in if case .success = result { true } else { false } }
      #expect(succeeded == [true, false, false, true, false, true])
      #expect(try connection.query("select array_agg(id order by id) from t")[0][0] == [1, 2])
    }
  }

  @Test("one statement by itself is read committed, whatever the database makes of its sessions")
  func isolationOfOne() async throws {
    let configuration = try await TestDatabase.fresh()
    let other = try await PostgresConnection.open(configuration)
    let database = configuration.database
    try await other.query(
      "alter database \(unsafeRawSQL: database) set default_transaction_isolation = 'serializable'"
    )
    let connection = try await PostgresConnection.open(configuration)
    try await connection.run { connection in
      let level = try connection.transaction(["select current_setting('transaction_isolation')"])[0]
      #expect(try level[0][0] == "read committed")
    }
  }

  @Test("a body that throws rolls back") func bodyThrows() async throws {
    struct Refusal: Error {}
    let connection = try await connectionWithTable()
    try await connection.run { connection in
      #expect(throws: Refusal.self) {
        try connection.withTransaction { connection in
          try connection.query(Self.insert.bind(1))
          throw Refusal()
        }
      }
      let kept = try connection.query("select * from t").count
      #expect(kept == 0)
    }
  }

  @Test("a failure that the body hides does not become a commit") func hiddenFailure() async throws {
    let connection = try await connectionWithTable()
    try await connection.run { connection in
      let error = #expect(throws: PostgresError.self) {
        try connection.withTransaction { connection in
          do { try connection.query(Self.insert.bind(100)) } catch {}
        }
      }
      #expect(error?.isRetriable == false)
      try connection.query("select 1")
    }
  }

  @Test("two that meet: the loser is done again") func serializationFailure() async throws {
    let configuration = try await TestDatabase.fresh()
    let (one, other) = try await (PostgresConnection.open(configuration), PostgresConnection.open(configuration))
    try await one.execute(script: "create table counter (n int8); insert into counter values (0)")
    let (hasRead, hasWritten) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    async let attempts = one.run { connection in
      var attempts = 0
      try connection.withTransaction(isolation: .serializable, retry: Self.retry) { connection in
        attempts += 1
        let number = try connection.query("select n from counter")[0][0, as: Int.self]
        if attempts == 1 {
          hasRead.signal()
          hasWritten.wait()
        }
        try connection.query("update counter set n = \(number + 1)")
      }
      return attempts
    }
    try await other.run { connection in
      hasRead.wait()
      defer { hasWritten.signal() }
      try connection.transaction(["update counter set n = n + 10"], isolation: .serializable)
    }
    #expect(try await attempts == 2)
    #expect(try await one.query("select n from counter")[0][0] == 11)
  }

  @Test("attempts are bounded", arguments: ["40001", "40P01"]) func boundedAttempts(sqlState: String) async throws {
    let connection = try await connectionWithTable()
    try await connection.run { connection in
      var attempts = 0
      let error = #expect(throws: PostgresError.self) {
        try connection.withTransaction(retry: Self.retry) { connection in
          attempts += 1
          try connection.query(.raising(sqlState))
        }
      }
      #expect(attempts == 3)
      #expect(error?.kind == .serialization && error?.isRetriable == true)
      try connection.query("select 1")
    }
  }

  @Test("pauses double, with jitter, up to the longest") func pauses() {
    let backoff = Backoff(first: .milliseconds(10), longest: .milliseconds(50))
    func pauses(_ jitter: Double) -> [Double] {
      (1...5).map { backoff.pause(afterFailures: $0, jitter: jitter) / .milliseconds(1) }
    }
    #expect(pauses(0) == [5, 10, 20, 25, 25])
    #expect(pauses(0.5) == [7.5, 15, 30, 37.5, 37.5])
    #expect(pauses(1) == [10, 20, 40, 50, 50])
    #expect(backoff.pause(afterFailures: .max) <= .milliseconds(50))
  }

  @Test("lost before commit: nothing was kept. Lost at commit: nobody knows") func lost() async throws {
    let suicide: Statement = "select pg_terminate_backend(pg_backend_pid())"
    for (statement, kind) in [(suicide, PostgresError.Kind.unavailable), (.endingAtCommit, .commitOutcomeUnknown)] {
      for isPipelined in [true, false] {
        let connection = try await connectionWithTable()
        try await connection.execute(script: Self.terminateAtCommit)
        let error = try await PostgresError.thrown {
          try await connection.run { connection in
            if isPipelined {
              try connection.transaction([Self.insert.bind(1), statement])
            } else {
              try connection.withTransaction { _ = try $0.query(statement) }
            }
          }
        }
        #expect(error?.kind == kind, "pipelined: \(isPipelined)")
        #expect(error?.isRetriable == (kind == .unavailable))
        #expect(await connection.isBroken)
      }
    }
  }

  private static let terminateAtCommit = """
    create temporary table last_words (id int8);
    create function pg_temp.terminate() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
    create constraint trigger terminate after insert on last_words deferrable initially deferred
      for each row execute function pg_temp.terminate();
    """
}

extension Statement {
  fileprivate static let endingAtCommit: Statement = "insert into last_words values (1)"

  fileprivate static func raising(_ sqlState: String) -> Statement {
    "do $$ begin raise exception using errcode = '\(unsafeRawSQL: sqlState)'; end $$"
  }
}

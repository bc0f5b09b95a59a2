import TestServices
import Testing

@testable import Postgres

@Suite("A server in trouble") struct TroubleTests {
  @Test(
    "short of disk, memory or connections, or with a disk that fails: try again later, on the same connection",
    arguments: ["53100", "53200", "53300", "53400", "58030", "58P01"]
  )
  func trouble(code: String) async throws {
    let connection = try await TestDatabase.connection()
    let raise = "do $$ begin raise exception 'no' using errcode = '\(code)'; end $$"
    for _ in 1...2 {
      let error = try await PostgresError.thrown {
        try await connection.transaction([Statement(unsafeRawSQL: raise)])
      }
      #expect(error?.kind == .serverInTrouble && error?.isRetriable == true && error?.sqlState == code)
    }
    try await connection.query("select 1")
  }

  @Test("a server that ends idle sessions: the next caller does not notice") func idle() async throws {
    var configuration = try await TestDatabase.configuration()
    configuration.applicationName = "idler"
    let pool = PostgresPool(configuration, logger: TestDatabase.logger)
    let observer = try await TestDatabase.connection()
    for _ in 1...3 {
      try await pool.withConnection { _ = try $0.query("set idle_session_timeout = 20") }
      try await waitFor("the end of the session") {
        try await observer.query("select from pg_stat_activity where application_name = 'idler'").isEmpty
      }
      try await pool.withConnection { _ = try $0.query("select 1") }
    }
    await pool.close()
  }

  @Test("a script that could not be sent is no success") func unsentScript() async throws {
    let session = try await Session(TestDatabase.configuration())
    _ = session.roundTrip([["select pg_terminate_backend(pg_backend_pid())"]])
    guard case .unsent = session.execute(script: "select 1") else {
      Issue.record("the script counts as sent")
      return
    }
  }
}

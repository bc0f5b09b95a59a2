import CaseCore
import Foundation
import LocalServices
import Postgres
import StoreBase
import TestOffice
import TestServices
import Testing

/// What is left when the connection goes in the middle of a command.
@Suite("The door without its connection", .timeLimit(.minutes(3))) struct ConnectionLossTests {
  @Test("a backend that is ended within the transaction leaves nothing, and the command may come again")
  func endedWithin() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    let before = try await office.contents()
    // Past case and journal, at the events, the transaction has to wait: there its connection is ended.
    let other = try await PostgresConnection.open(office.configuration)
    try await other.execute(script: "begin; lock table outbox in exclusive mode")
    async let outcome = storeError { try await office.note(alias, id: "cut off") }
    try await waitFor("the command to wait for the lock") { try await office.count(Self.endWaiting) == 1 }
    let error = await outcome
    try await other.execute(script: "rollback")
    guard case .database(let cause)? = error else { throw Unexpected() }
    #expect(cause.kind == .unavailable && error?.isRetriable == true)
    #expect(try await office.contents() == before)
    let answer = try await office.note(alias, id: "cut off")
    #expect(answer.revision == 2)
    #expect(try await office.note(alias, id: "cut off") == answer)
  }

  private static let endWaiting: Statement = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%write_cases%'
    """

  @Test("a commit of which nobody knows whether it was kept has one effect when it comes again")
  func outcomeUnknown() async throws {
    // Who waits for a standby has committed already: ended there, it never says so.
    let settings = ["synchronous_standby_names": "nobody", "synchronous_commit": "local"]
    try await TestServices.privatePostgres(settings: settings) { server in
      let configuration = try PostgresConfiguration(connectionString: server.connectionString())
      try await Office.prepare(configuration)
      let observer = try Office(configuration)
      try await observer.tamper("alter database postgres set synchronous_commit = 'on'")
      let office = try Office(configuration, keyring: observer.keyring)
      async let answer = storeError { try await office.apply(id: "riddle") }
      try await waitFor("the commit to wait for a standby") { try await observer.count(Self.endCommitting) == 1 }
      try await observer.tamper("alter database postgres reset synchronous_commit")
      guard case .database(let cause)? = await answer else { throw Unexpected() }
      #expect(cause.kind == .commitOutcomeUnknown)
      #expect(try await observer.apply(id: "riddle").revision == 1)
      #expect(try await observer.count("select count(*) from case_file") == 1)
      #expect(try await observer.count("select count(*) from journal") == 1)
    }
  }

  private static let endCommitting: Statement = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'
    """
}

/// The error that `body` throws, or `nil`.
func storeError(_ body: () async throws -> Answer) async -> StoreError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? StoreError
  }
}

import CaseCore
import Foundation
import Postgres
import StoreBase
import TestOffice
import TestServices
import Testing

/// One case that somebody keeps locked, as a frozen instance does.
@Suite("A locked case", .timeLimit(.minutes(3))) struct LockedCaseTests {
  @Test("however many wait for it, the commands on other cases go on") func othersGoOn() async throws {
    let office = try await Office(connections: 4)
    let locked = try await office.apply().alias
    let other = try await office.apply().alias
    let holder = try await PostgresConnection.open(office.configuration)
    let id = try await office.caseID(locked)
    try await holder.run { connection in
      try connection.execute(script: "begin")
      try connection.query("select from case_file where id = \(id) for update")
    }
    let senders = (0..<12).map { number in Task { try await office.note(locked, id: "\(number)") } }
    try await waitFor("one of them to wait for the lock") { try await office.count(Self.waiting) > 0 }
    let answered = Signal(0)
    let clerk = Task {
      for number in 0..<20 {
        _ = try await office.note(other, id: "other \(number)")
        answered.update { $0 += 1 }
      }
    }
    try await answered.wait(for: "twenty commands on another case") { $0 == 20 }
    #expect(try await office.count(Self.waiting) == 1)
    try await holder.execute(script: "rollback")
    for sender in senders { _ = try await sender.value.revision }
    try await clerk.value
    #expect(try await office.count("select count(*) from journal") == 34)
  }

  private static let waiting: Statement = """
    select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    """

  @Test("who waits for a lock too long is told to come back") func lockTimeout() async throws {
    let fresh = try await Office()
    var configuration = fresh.configuration
    configuration.lockTimeout = .milliseconds(50)
    let office = try Office(configuration, keyring: fresh.keyring)
    let alias = try await office.apply().alias
    let holder = try await PostgresConnection.open(fresh.configuration)
    try await holder.execute(script: "begin; select from case_file for update")
    let error = await storeError { try await office.note(alias, id: "one") }
    #expect(error?.isPassing == true)
    try await holder.execute(script: "rollback")
    #expect(try await office.note(alias, id: "one").revision == 2)
  }

  @Test("a server that is short of disk: come back later, and then it is done", arguments: ["53100", "58030"])
  func shortOfDisk(code: String) async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    try await office.tamper(
      """
      create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'no space' using errcode = '\(unsafeRawSQL: code)'; end $$
      """,
      "create trigger full_disk before insert on journal for each row execute function full_disk()"
    )
    let error = await storeError { try await office.note(alias, id: "one") }
    #expect(error?.isPassing == true && error?.isOutcomeUnknown == false)
    try await office.tamper("drop trigger full_disk on journal")
    #expect(try await office.note(alias, id: "one").revision == 2)
  }
}

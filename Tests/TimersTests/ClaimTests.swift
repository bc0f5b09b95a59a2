import CaseCore
import DeadlineTimers
import Foundation
import LocalTime
import Postgres
import TestOffice
import TestServices
import Testing
import Timers

@Suite("Claims on deadlines that are due", .timeLimit(.minutes(3))) struct ClaimTests {
  /// Long enough that no test can see it end.
  private static let forever = Duration.seconds(3_600)

  /// An office with so many timers due, and a colleague who works on the same cases over one connection.
  private func offices(due count: Int) async throws -> (Office, Office) {
    let office = try await Office()
    try await office.applyMany(count)
    _ = try await office.clock.advance(microseconds: 90 * Office.day)
    return (office, try Office(office.configuration, connections: 1, keyring: office.keyring))
  }

  @Test("what a process had claimed that is gone, another fires at once") func dead() async throws {
    let (office, dying) = try await offices(due: 10)
    #expect(try await dying.timers.claim(limit: 100, for: Self.forever).due.count == 10)
    try await Loops(office: office).running {
      // Both are seen by the same query: it is held up by the one, and takes from the other.
      #expect(try await office.count("select count(*) from timer where claimed_by is not null") == 10)
      await dying.pool.close()
      try await office.awaitFired(20)
    }
    #expect(try await office.count("select count(*) from timer where outcome = 'fired' and attempts = 2") == 10)
  }

  @Test("what a process has claimed that lives, another leaves to it, also beside what a dead one had")
  func alive() async throws {
    let (office, living) = try await offices(due: 10)
    let dying = try Office(office.configuration, connections: 1, keyring: office.keyring)
    let kept = try await living.timers.claim(limit: 4, for: Self.forever).due
    #expect(try await dying.timers.claim(limit: 100, for: Self.forever).due.count == 6)
    #expect(try await office.timers.claim(limit: 100, for: Self.forever).due.isEmpty)
    await dying.pool.close()
    var taken: [TimerStore.Due] = []
    try await waitFor("what the dead one had") {
      taken += try await office.timers.claim(limit: 100, for: Self.forever).due
      return taken.count >= 6
    }
    #expect(taken.count == 6 && Set(taken.map(\.caseID)).isDisjoint(with: kept.map(\.caseID)))
  }

  @Test("its own claims a loop leaves alone too: what it could not do must not keep it busy") func own() async throws {
    let (_, only) = try await offices(due: 3)
    #expect(try await only.timers.claim(limit: 100, for: Self.forever).due.count == 3)
    let claimed = try await only.timers.claim(limit: 100, for: Self.forever)
    #expect(claimed.due.isEmpty && claimed.isHeldUp)
  }

  @Test("a timer that a command holds is looked at again soon") func locked() async throws {
    let (office, _) = try await offices(due: 1)
    let holder = try await PostgresConnection.open(office.configuration)
    try await holder.execute(script: "begin; select from timer for update")
    let claimed = try await office.timers.claim(limit: 100, for: Self.forever)
    #expect(claimed.due.isEmpty && claimed.isHeldUp)
    try await holder.execute(script: "rollback")
    #expect(try await office.timers.claim(limit: 100, for: Self.forever).due.count == 1)
  }

  @Test("a query while all deadlines are to come says when the first is, and claims nothing") func idle() async throws {
    let office = try await Office()
    _ = try await office.apply()
    let claimed = try await office.timers.claim(limit: 100, for: Self.forever)
    let first = try await office.read(
      "select (extract(epoch from min(at)) * 1000000)::bigint from timer",
      as: Int64.self
    )
    #expect(claimed.due.isEmpty && !claimed.isHeldUp)
    #expect(claimed.next == first.map { Instant(microseconds: $0) })
    let locks: Statement = """
      select count(*) from pg_locks join pg_database on pg_database.oid = database
      where locktype = 'advisory' and datname = current_database()
      """
    #expect(try await office.count(locks) == 0)
  }
}

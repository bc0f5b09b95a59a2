import Foundation
import Postgres
import TestOffice
import TestServices
import Testing

@testable import DeadlineTimers

/// What a query for due timers reads: not those that were settled long ago, nor those that are due much later.
@Suite("Rows that a query for due timers reads") struct TimerRowsReadTests {
  private static let settled = 50_000
  private static let later = 10_000

  @Test("what is due is found without what was settled and what is to come", arguments: [0, 40])
  func rows(due: Int) async throws {
    let office = try await Office()
    try await office.tamper(
      """
      insert into timer (case_id, deadline, generation, number, at, outcome, settled_at)
      select gen_random_uuid(), 'old', 1, 0, service_now() - n * interval '1 minute', 'fired', service_now()
      from generate_series(1, \(Self.settled)) n
      """,
      """
      insert into timer (case_id, deadline, generation, number, at)
      select gen_random_uuid(), 'later', 1, 0, service_now() + n * interval '1 hour'
      from generate_series(1, \(Self.later)) n
      """,
      """
      insert into timer (case_id, deadline, generation, number, at)
      select gen_random_uuid(), 'due', 1, 0, service_now() - interval '1 minute' from generate_series(1, \(due))
      """
    )
    try await office.tamper("analyze timer")
    let (found, read) = try await office.pool.withConnection { connection in
      try connection.query("set plan_cache_mode = force_generic_plan")
      return try connection.withTransaction { connection in
        let rows = try connection.query(TimerQueries.claim.bind(100, Int64(30_000)))
        let found = try rows.compactMap { try $0[3, as: UUID?.self] }
        return (found.count, try Self.rowsRead(on: connection))
      }
    }
    #expect(found == due)
    // Of each: who holds it, whether it is due, an earlier one of its deadline, its row to claim.
    #expect((due...5 * due + 10).contains(read))
  }

  /// How many rows of timers PostgreSQL has taken from the table in this transaction.
  private static func rowsRead(on connection: isolated PostgresConnection) throws -> Int {
    let rows = try connection.query(
      "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'timer'"
    )
    return try rows.first?[0, as: Int.self] ?? -1
  }
}

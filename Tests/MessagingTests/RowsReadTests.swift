import Foundation
import Postgres
import TestServices
import Testing

@testable import Outbox

/// What the relay reads of a full outbox: the events of its recipient, and not those of all others.
@Suite("Rows that the relay reads", .timeLimit(.minutes(5)))
struct RowsReadTests {
  private static let recipients = 20
  private static let waiting = 2_000
  private static let batch = 500

  @Test("A batch of one recipient is found without the events of the others")
  func batch() async throws {
    try await Self.withFullOutbox { connection, organisation in
      let token = UUID()
      try connection.query("update recipient set lease = \(token) where organisation = \(organisation)")
      let read = try Self.rowsRead(on: connection) { connection in
        let (confirmed, length): (Int64, Int64) = (0, 30_000)
        let statement = RelayQueries.number.bind(
          token,
          organisation,
          confirmed,
          confirmed,
          length,
          Int64?.none,
          Int64?.none,
          false
        )
        let batch = try connection.query(statement)
        #expect(batch.count == Self.batch)
      }
      // Each once to find it, and once to give it its number.
      #expect((Self.batch...2 * Self.batch + 10).contains(read))
    }
  }

  @Test("Numbering is planned once, not each time anew") func plannedOnce() async throws {
    try await Outbox.with(pool: 1) { outbox in
      let organisation = try await outbox.register(0)
      let store = RelayStore(outbox.pool)
      try await outbox.tell(organisation)
      let lease = try #require(try await store.claim())
      for number in 1...10 {
        _ = try await store.number(lease, confirmed: Int64(number - 1), after: Int64(number - 1))
        try await outbox.tell(organisation)
      }
      let planned = try await outbox.number(
        "select custom_plans from pg_prepared_statements where statement like 'with mine as%' and generic_plans = 10"
      )
      #expect(planned == 0)
    }
  }

  @Test("A recipient that has nothing to be told costs nothing, however much waits for others")
  func idle() async throws {
    try await Self.withFullOutbox { connection, organisation in
      try connection.query("delete from outbox where organisation = \(organisation)")
      try connection.query("update recipient set leased_until = 'infinity' where organisation <> \(organisation)")
      let read = try Self.rowsRead(on: connection) { connection in
        let claimed = try connection.query(RelayQueries.claim.bind(UUID(), Int64(30_000)))
        #expect(claimed.isEmpty)
      }
      #expect(read <= 10)
    }
  }

  @Test("What waits is counted in one reading of it")
  func statistics() async throws {
    try await Self.withFullOutbox { connection, _ in
      let read = try Self.rowsRead(on: connection) { connection in
        let counted = try connection.query(OutboxStatistics.select.bind())
        #expect(counted.count == Self.recipients)
      }
      let all = Self.recipients * Self.waiting
      #expect((all...all + Self.recipients).contains(read))
    }
  }

  /// With statistics of a full outbox, by which PostgreSQL chose to read all of it, and with a plan that it keeps.
  private static func withFullOutbox(
    _ body: @Sendable (isolated PostgresConnection, _ organisation: String) throws -> Void
  ) async throws {
    try await Outbox.with { outbox in
      for index in 0..<recipients { try await outbox.register(index) }
      try await outbox.execute(
        """
        insert into outbox (case_id, revision, ground, recorded_at, organisation, subject, event)
        select gen_random_uuid(), 1, 'grondslag', service_now(), organisation, gen_random_uuid(), 'bijgewerkt'
        from generate_series(1, \(waiting)) n, recipient order by n
        """
      )
      try await outbox.execute("analyze outbox")
      try await outbox.execute("analyze recipient")
      try await outbox.pool.withConnection { connection in
        try connection.query("set plan_cache_mode = force_generic_plan")
        try connection.withTransaction { connection in try body(connection, Outbox.number(recipients / 2)) }
      }
    }
  }

  /// How many rows of the outbox PostgreSQL takes from the table meanwhile.
  private static func rowsRead(
    on connection: isolated PostgresConnection,
    _ body: (isolated PostgresConnection) throws -> Void
  ) throws -> Int {
    let before = try rowsRead(on: connection)
    try body(connection)
    return try rowsRead(on: connection) - before
  }

  private static func rowsRead(on connection: isolated PostgresConnection) throws -> Int {
    let rows = try connection.query(
      """
      select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'outbox'
      """
    )
    return try rows.first?[0, as: Int.self] ?? -1
  }
}

import Postgres

/// Puts events in the outbox, as many for each recipient.
///
/// It writes the service's table by SQL, which nothing but the store otherwise may: to get as many events there by
/// commands would take longer than to send them, and the relay cannot tell the difference.
struct OutboxFilling {
  static let event = "bijgewerkt"

  let pool: PostgresPool

  func fill(eachRecipient count: Int) async throws {
    try await pool.withConnection { connection in
      try connection.query(
        """
        insert into outbox (organisation, case_id, revision, subject, event, ground, recorded_at)
        select organisation, gen_random_uuid(), 1, gen_random_uuid(), \(Self.event), 'law', service_now()
        from generate_series(1, \(count)) n, recipient order by n
        """
      )
      // As autovacuum leaves it sooner or later: the planner knows what is there.
      try connection.query("analyze outbox")
      try connection.query("analyze recipient")
    }
  }

  /// How many events are confirmed, of all recipients.
  func confirmed() async throws -> Int {
    try await pool.withConnection { connection in
      let rows = try connection.query("select sum(confirmed_sequence)::bigint from recipient")
      return try rows.first?[0, as: Int.self] ?? 0
    }
  }
}

package import CaseCore
package import Postgres
package import StoreBase

/// The clock of a database for local use: the server's, plus an offset in one row that all instances share. It only goes
/// forward. A database for real cases does not have it, and a service for real use refuses a database that has.
package struct LocalClock: Sendable {
  private let pool: PostgresPool

  package init(_ pool: PostgresPool) { self.pool = pool }

  /// Puts it in the place of the server's own, in a database that has the schema. Again, it changes nothing.
  /// - Parameter connection: as the owner of the database.
  package static func install(on connection: PostgresConnection) async throws {
    try await connection.run { connection in
      try connection.execute(script: String(decoding: PackageResources.LocalClock_sql, as: UTF8.self))
    }
  }

  /// Moves time forward for everyone.
  /// - Parameter microseconds: how far; not negative.
  /// - Returns: what time it is then.
  package func advance(microseconds: Int64) async throws(StoreError) -> Instant {
    precondition(microseconds >= 0, "time does not go back")
    return try await pool.store { connection in
      let row = try connection.row(
        "update local_clock set ahead = ahead + \(microseconds) * interval '1 microsecond' returning service_now()"
      )
      return Instant(try row[0, as: PostgresTimestamp.self])
    }
  }

  /// What time it is.
  package func now() async throws(StoreError) -> Instant {
    try await pool.store { connection in
      Instant(try connection.row("select service_now()")[0, as: PostgresTimestamp.self])
    }
  }
}

public import CaseCore
public import Postgres

/// The clock of a database for local use: the server's, plus an offset in one row that all instances share. It only goes
/// forward. A database for real cases does not have it.
public struct LocalClock: Sendable {
  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// Moves time forward for everyone.
  /// - Parameter microseconds: how far; not negative.
  /// - Returns: what time it is then.
  public func advance(microseconds: Int64) async throws(StoreError) -> Instant {
    precondition(microseconds >= 0, "time does not go back")
    return try await pool.store { connection in
      let row = try connection.row(
        "update local_clock set ahead = ahead + \(microseconds) * interval '1 microsecond' returning service_now()"
      )
      return Instant(try row[0, as: PostgresTimestamp.self])
    }
  }

  /// What time it is.
  public func now() async throws(StoreError) -> Instant {
    try await pool.store { connection in
      Instant(try connection.row("select service_now()")[0, as: PostgresTimestamp.self])
    }
  }

  /// Holds the database against the way the service was started.
  /// - Throws: ``StoreError/movableClock(present:)`` when a production start meets a movable clock, or a local one none.
  public static func require(movable: Bool, in pool: PostgresPool) async throws(StoreError) {
    let present = try await pool.store { connection in
      try connection.row("select to_regclass('local_clock') is not null")[0, as: Bool.self]
    }
    guard present == movable else { throw .movableClock(present: present) }
  }
}

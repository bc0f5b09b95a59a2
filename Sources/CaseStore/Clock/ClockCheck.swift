public import Postgres

/// Holds the clock of the database against the way the service was started.
public enum ClockCheck {
  /// - Throws: ``StoreError/movableClock(present:)`` when a service for real use meets a clock that can be moved, or one for
  ///   local use meets none.
  public static func require(movable: Bool, in pool: PostgresPool) async throws(StoreError) {
    let present = try await pool.store { connection in
      try connection.row("select to_regclass('local_clock') is not null")[0, as: Bool.self]
    }
    guard present == movable else { throw .movableClock(present: present) }
  }
}

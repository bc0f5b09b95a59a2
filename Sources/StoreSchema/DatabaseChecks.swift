public import Postgres
public import StoreBase

/// Whether the role that the service connects as is one that may only serve.
public enum ServiceRole {
  /// - Throws: ``StoreError/roleTooStrong(_:_:)`` for a superuser, for one that may make roles or pass by the rights of
  ///   rows, and for one that owns the journal or can become its owner.
  public static func require(in pool: PostgresPool) async throws(StoreError) {
    let (role, reason) = try await pool.store { connection in
      let row = try connection.row(query)
      return (try row[0, as: String.self], try row[1, as: String?.self])
    }
    if let reason { throw .roleTooStrong(role, reason) }
  }

  private static let query: Statement = """
    select current_user::text, case
      when rolsuper then 'is a superuser'
      when rolcreaterole or rolbypassrls then 'may give itself more rights'
      when pg_has_role(current_user, (select relowner from pg_class where oid = to_regclass('journal')), 'member')
        then 'owns the journal, and so could change it'
    end
    from pg_roles where rolname = current_user
    """
}

/// Whether a connection keeps its session. Claims on deadlines are locks of a session, and so end with it; shared with others
/// they would hold nobody off, or never end.
public enum SessionCheck {
  /// - Throws: ``StoreError/sessionsShared`` behind a proxy that pools transactions.
  public static func require(_ configuration: PostgresConfiguration) async throws(StoreError) {
    let keeps: Bool
    do throws(PostgresError) { keeps = try await configuration.keepsSessions() } catch { throw .database(error) }
    if !keeps { throw .sessionsShared }
  }
}

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

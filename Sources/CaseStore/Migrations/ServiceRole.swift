public import Postgres

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

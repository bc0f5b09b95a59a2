public import Postgres

extension Keyring {
  /// The names of the keys that wrap keys of cases and that it does not have.
  public func missingKeys(in pool: PostgresPool) async throws(StoreError) -> [String] {
    let used = try await pool.store { connection in
      try connection.query(Self.used.bind()).map { try $0[0, as: String.self] }
    }
    return used.filter { !has($0) }
  }

  /// Goes from one name to the next along the index: there are few, of very many keys.
  private static let used = PreparedQuery(
    """
    with recursive used as (
      (select wrapped_by from keyring.case_key order by wrapped_by limit 1)
      union all
      select (select wrapped_by from keyring.case_key where wrapped_by > used.wrapped_by order by wrapped_by limit 1)
      from used where wrapped_by is not null
    )
    select wrapped_by from used where wrapped_by is not null
    """
  )
}

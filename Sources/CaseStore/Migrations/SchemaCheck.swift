public import Postgres

/// Whether the database has the schema that this program was made for.
public enum SchemaCheck {
  /// - Throws: ``StoreError/schemaMissing`` when steps are still to be carried out, ``StoreError/schemaTooNew(_:)`` when
  ///   the database is ahead of the program.
  public static func require(in pool: PostgresPool) async throws(StoreError) {
    let version = try await pool.store { connection in
      guard try connection.row("select to_regclass('schema_migration') is not null")[0, as: Bool.self] else { return 0 }
      return try connection.row("select coalesce(max(version), 0) from schema_migration")[0, as: Int.self]
    }
    let wanted = Migration.all.last?.version ?? 0
    if version < wanted { throw .schemaMissing }
    if version > wanted { throw .schemaTooNew(version) }
  }
}

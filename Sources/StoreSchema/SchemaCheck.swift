public import Postgres
public import StoreBase

/// Whether the database has the schema that this program was made for: its number, and what should be there by that number.
/// A restore can leave out a part and still bring the number.
public enum SchemaCheck {
  /// That this program was made for.
  package static var version: Int { Migration.all.last?.version ?? 0 }

  /// A step that only added leaves an older program able to work, as its instances do that run while the database is migrated. It says so
  /// itself (``Migration/compatibleFrom``): an older program cannot know.
  /// - Parameter takesCompatible: also a later schema, of which each step says that this program may start on it. What this program
  ///   needs has to be there all the same. For the service, not for who administers.
  /// - Throws: ``StoreError/schemaMissing`` when steps are still to be carried out, ``StoreError/schemaTooNew(_:)`` when
  ///   the database is ahead of the program, ``StoreError/schemaIncomplete(_:)`` when a part is not there or may not be read,
  ///   ``StoreError/keysMissing`` when there are cases without any key.
  /// - Returns: the version of the schema.
  @discardableResult
  public static func require(in pool: PostgresPool, takesCompatible: Bool = false) async throws(StoreError) -> Int {
    try await pool.store { connection in
      let version = try version(on: connection, takesCompatible)
      let missing = try missingParts(on: connection)
      guard missing.isEmpty else { throw StoreError.schemaIncomplete(missing) }
      if try connection.row(keysAreMissing)[0] { throw StoreError.keysMissing }
      return version
    }
  }

  private static func version(
    on connection: isolated PostgresConnection,
    _ takesCompatible: Bool
  ) throws -> Int {
    let version =
      try connection.row("select to_regclass('schema_migration') is null")[0]
      ? 0 : try connection.row("select coalesce(max(version), 0) from schema_migration")[0, as: Int.self]
    if version < Self.version { throw StoreError.schemaMissing }
    if version > Self.version, try !takesCompatible || !mayStartOnLater(on: connection) {
      throw StoreError.schemaTooNew(version)
    }
    return version
  }

  /// Whether each later step says so. A database that was migrated before there were marks has no such column.
  private static func mayStartOnLater(on connection: isolated PostgresConnection) throws -> Bool {
    try connection.row(
      """
      select coalesce(bool_and(coalesce((to_jsonb(m) ->> 'compatible_from')::integer <= \(Self.version), false)), false)
      from schema_migration m where version > \(Self.version)
      """
    )[0]
  }

  private static func missingParts(on connection: isolated PostgresConnection) throws -> [String] {
    let found = Set(try parts(on: connection))
    let missing = Migration.parts.filter { !found.contains($0) }
    // Of a table that is not there at all, its name says enough.
    let tables = missing.filter { $0.hasPrefix("table ") }.map { $0.dropFirst(6) }
    let own = missing.filter { part in
      part.hasPrefix("table ") || !tables.contains { part.contains(" \($0).") }
    }
    return own + found.filter { $0.hasPrefix(forbidden) && !isOfLater($0) }.sorted()
  }

  /// Whether it is about a table of a later schema. This program does not read it, and it may be for the owner alone.
  private static func isOfLater(_ part: String) -> Bool {
    let name = part.dropFirst(forbidden.count)
    return name.hasPrefix("public.") || name.hasPrefix("keyring.") ? !Migration.parts.contains("table \(name)") : false
  }

  private static let forbidden = "the right to read "

  /// All that is there, one text for each: `table public.journal`, `column public.journal.hash`...
  package static func parts(on connection: isolated PostgresConnection) throws -> [String] {
    try connection.query(catalog).map { try $0[0, as: String.self] }.sorted()
  }

  /// Of a partitioned table it is the whole that counts: its partitions are reached through it, and nobody needs a right to them.
  private static let catalog: Statement = """
    with own as (
      select c.oid, c.relkind, nspname || '.' || relname as name, c.relnamespace, c.relrowsecurity
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where nspname in ('public', 'keyring') and relkind in ('r', 'p') and not relispartition
    )
    select 'table ' || name from own
    union all
    select 'the right to read ' || name from own
    where not has_schema_privilege(relnamespace, 'usage') or not has_table_privilege(oid, 'select')
    union all
    select 'the right to read as casusregie_reader'
    where not exists (select from pg_roles where rolname = 'casusregie_reader' and pg_has_role(oid, 'member'))
    union all
    select 'column ' || name || '.' || attname from own join pg_attribute on attrelid = oid
    where attnum > 0 and not attisdropped
    union all
    select 'index ' || name || '.' || i.relname from own join pg_index on indrelid = own.oid
    join pg_class i on i.oid = indexrelid where indisvalid
    union all
    select 'trigger ' || name || '.' || tgname from own join pg_trigger t on tgrelid = own.oid where not tgisinternal
    union all
    select 'policy ' || name || '.' || polname from own join pg_policy on polrelid = own.oid where relrowsecurity
    union all
    select distinct 'function ' || nspname || '.' || proname from pg_proc join pg_namespace n on n.oid = pronamespace
    where nspname in ('public', 'keyring')
    """

  private static let keysAreMissing: Statement = """
    select exists (select from case_file where snapshot is not null) and not exists (select from keyring.case_key)
    """
}

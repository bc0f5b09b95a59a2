import Foundation
public import Postgres
import SettingsStore
public import StoreBase

/// Brings a database to the schema of this program. Any number may run at once: an advisory lock lets one work and the
/// others find it done.
public struct Migrator: Sendable {
  /// What the steps found or did.
  public struct Report: Sendable, Hashable {
    public var applied: [String]
    public var version: Int
  }

  /// Chosen once, at random; it only has to differ from the locks of others in the same database.
  private static let lock: Int64 = 7_242_813_563_101_905

  private let connection: PostgresConnection

  /// - Parameter connection: as a role that may create tables and roles.
  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Carries out all missing steps in one transaction: a step that fails leaves the database as it was.
  /// - Parameter keyring: asked for only when there is something to seal that was written before there were seals.
  /// - Throws: ``StoreError``, or the ``PostgresError`` of a step.
  public func migrate(
    keyring: @Sendable () throws -> Keyring = { throw StoreError.keyringMissing }
  ) async throws -> Report {
    try await connection.run { connection in
      try connection.withTransaction { connection in
        // A step that goes through a large table takes as long as it takes. How long it waits for a lock keeps its limit.
        try connection.query("select set_config('statement_timeout', '0', true)")
        try connection.query("select pg_advisory_xact_lock(\(Self.lock))")
        let report = try Self.applyMissing(on: connection)
        if report.applied.contains(Migration.sealedSettings.title) {
          try Self.sealSettings(keyring: keyring, on: connection)
        }
        if report.applied.contains(Migration.sealedVersions.title) {
          try WorkflowStore.sealFirst(keyring: keyring, on: connection)
        }
        return report
      }
    }
  }

  private static func applyMissing(on connection: isolated PostgresConnection) throws -> Report {
    try connection.execute(
      script: """
        create table if not exists schema_migration (
          version integer primary key, name text not null, checksum bytea not null,
          applied_at timestamptz not null default now(), compatible_from integer
        );
        """
    )
    // A database of before the mark: this table is the migrator's own, so no step has it.
    let isMarked: Statement = """
      select from pg_attribute where attrelid = 'schema_migration'::regclass and attname = 'compatible_from'
      """
    if try connection.query(isMarked).isEmpty {
      try connection.execute(script: "alter table schema_migration add column compatible_from integer;")
    }
    let applied = try appliedChecksums(on: connection)
    var report = Report(applied: [], version: Migration.all.last?.version ?? 0)
    if let newest = applied.keys.max(), newest > report.version { throw StoreError.schemaTooNew(newest) }
    for migration in Migration.all {
      if let checksum = applied[migration.version] {
        guard checksum == migration.checksum else { throw StoreError.migrationChanged(migration.version) }
        continue
      }
      try apply(migration, on: connection)
      report.applied.append(migration.title)
    }
    return report
  }

  private static func sealSettings(
    keyring: () throws -> Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    guard try !SettingsJournal.rows(on: connection).rows.isEmpty else { return }
    try SettingsJournal.sealFirst(keyring: keyring(), on: connection)
  }

  private static func apply(_ migration: Migration, on connection: isolated PostgresConnection) throws {
    try connection.execute(script: migration.sql)
    try connection.query(
      """
      insert into schema_migration (version, name, checksum, compatible_from)
      values (\(migration.version), \(migration.name), \(migration.checksum), \(migration.compatibleFrom))
      """
    )
  }

  private static func appliedChecksums(
    on connection: isolated PostgresConnection
  ) throws(PostgresError) -> [Int: Data] {
    var checksums: [Int: Data] = [:]
    for row in try connection.query("select version, checksum from schema_migration") {
      checksums[try row[0, as: Int.self]] = try row[1, as: Data.self]
    }
    return checksums
  }
}

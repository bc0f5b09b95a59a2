import Foundation
import LocalServices
import Postgres
import StoreBase
import StoreSchema
import TestOffice
import TestServices
import Testing

/// The number of a schema says what should be there, not what is.
@Suite("The check of the schema") struct SchemaCheckTests {
  @Test("an ordinary backup, without the keys, is no whole database") func restored() async throws {
    let office = try await Office()
    _ = try await office.apply()
    try await SchemaCheck.require(in: office.pool)
    let copy = try await TestServices.freshDatabase()
    try await Self.restore(office.configuration.database, to: copy.name, without: "keyring")
    let restored = try Office(PostgresConfiguration(connectionString: copy.connectionString), keyring: office.keyring)
    await #expect { try await SchemaCheck.require(in: restored.pool) } throws: { error in
      if case StoreError.schemaIncomplete(["table keyring.case_key"]) = error { true } else { false }
    }
  }

  @Test("keys that were restored without their content") func emptyKeys() async throws {
    let office = try await Office()
    try await SchemaCheck.require(in: office.pool)
    _ = try await office.apply()
    try await office.tamper("delete from keyring.case_key")
    await #expect { try await SchemaCheck.require(in: office.pool) } throws: { error in
      if case StoreError.keysMissing = error { true } else { false }
    }
  }

  @Test(
    "whatever is not there is named",
    arguments: [
      ("drop table alarm", ["table public.alarm"]),
      ("alter table timer drop column claimed_by", ["column public.timer.claimed_by"]),
      ("drop index timer_due", ["index public.timer.timer_due"]),
      ("alter function find_cases rename to others", ["function public.find_cases"]),
      ("drop policy reader on journal", ["policy public.journal.reader"]),
      (
        "alter table journal disable row level security",
        ["policy public.journal.reader", "policy public.journal.service"]
      ),
      ("drop trigger organisation_changed on organisation", ["trigger public.organisation.organisation_changed"]),
    ] as [(String, [String])]
  )
  func named(change: String, missing: [String]) async throws {
    let office = try await Office()
    try await office.tamper("\(unsafeRawSQL: change)")
    await #expect { try await SchemaCheck.require(in: office.pool) } throws: { error in
      if case StoreError.schemaIncomplete(missing) = error { true } else { false }
    }
  }

  @Test("a later schema is one to start on when each later step says so, and all that is needed is there") func later()
    async throws
  {
    let office = try await Office()
    let own = SchemaCheck.version
    func refusal() async -> String? {
      do {
        try await SchemaCheck.require(in: office.pool, takesCompatible: true)
        return nil
      } catch { return "\(error)" }
    }
    func step(_ version: Int, from compatible: Int?) async throws {
      try await office.tamper(
        """
        insert into schema_migration (version, name, checksum, compatible_from)
        values (\(version), 'later', sha256(''), \(compatible))
        on conflict (version) do update set compatible_from = excluded.compatible_from
        """
      )
    }
    // The service may not read it: only a later program knows what it is for.
    try await office.tamper("create table of_later (number integer)")
    try await step(998, from: own)
    #expect(try await SchemaCheck.require(in: office.pool, takesCompatible: true) == 998)
    // For whoever administers, it is another schema.
    await #expect { try await SchemaCheck.require(in: office.pool) } throws: { error in
      if case StoreError.schemaTooNew(998) = error { true } else { false }
    }
    for compatible in [nil, own + 1] {
      try await step(999, from: compatible)
      #expect(await refusal() == "\(StoreError.schemaTooNew(999))")
    }
    try await step(999, from: own - 1)
    #expect(await refusal() == nil)
    try await office.tamper("drop table alarm")
    #expect(await refusal() == "\(StoreError.schemaIncomplete(["table public.alarm"]))")
    // As a program wrote it that had no marks yet.
    try await office.tamper("alter table schema_migration drop column compatible_from")
    #expect(await refusal() == "\(StoreError.schemaTooNew(999))")
  }

  @Test("a table that the service may not read is named") func forbidden() async throws {
    let office = try await Office()
    let role = "reader_\(office.configuration.database)"
    try await office.tamper(
      "create role \(unsafeRawSQL: role) login password 'reader' in role casusregie_service"
    )
    try await office.tamper("revoke select on timer from casusregie_service")
    var configuration = office.configuration
    (configuration.user, configuration.password) = (role, "reader")
    let reader = try Office(configuration, keyring: office.keyring)
    await #expect { try await SchemaCheck.require(in: reader.pool) } throws: { error in
      if case StoreError.schemaIncomplete(["the right to read public.timer"]) = error { true } else { false }
    }
  }

  /// As `docs/operations/settings.md` has it.
  private static func restore(_ source: String, to target: String, without schema: String) async throws {
    let postgres = try await TestServices.postgres()
    let common = "-h 127.0.0.1 -p \(postgres.port) -U \(postgres.superuser)"
    let command = """
      PATH=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1):$PATH
      pg_dump \(common) --exclude-schema=\(schema) \(source) | psql \(common) -q -v ON_ERROR_STOP=1 -d \(target)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-o", "pipefail", "-c", command]
    process.environment = ["PGPASSWORD": postgres.password, "PATH": "/usr/bin:/bin", "LC_ALL": "C"]
    process.standardOutput = FileHandle.nullDevice
    let status = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.start() } catch { continuation.resume(throwing: error) }
    }
    #expect(status == 0)
  }
}

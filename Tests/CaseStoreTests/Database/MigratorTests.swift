import Foundation
import LocalServices
import LocalTime
import Postgres
import StoreBase
import StoreSchema
import TestOffice
import TestServices
import Testing

@Suite("The schema") struct MigratorTests {
  private static func migrate(_ database: FreshDatabase) async throws -> Migrator.Report {
    try await Migrator(connection(database)).migrate()
  }

  private static func connection(_ database: FreshDatabase) async throws -> PostgresConnection {
    try await PostgresConnection.open(PostgresConfiguration(connectionString: database.connectionString))
  }

  @Test("once makes all of it, twice is no change", arguments: [false, true]) func twice(local: Bool) async throws {
    let database = try await TestServices.freshDatabase()
    func migrate() async throws -> Migrator.Report {
      let report = try await Self.migrate(database)
      if local { try await LocalClock.install(on: Self.connection(database)) }
      return report
    }
    let first = try await migrate()
    #expect(first.applied.last?.hasPrefix("V\(first.version) ") == true && first.applied.count >= 6)
    let schema = try await Self.schema(database)
    let second = try await migrate()
    #expect(second.applied == [] && second.version == first.version)
    #expect(try await Self.schema(database) == schema)
  }

  @Test("several at once: one works, the others find it done") func atOnce() async throws {
    let database = try await TestServices.freshDatabase()
    let reports = try await withThrowingTaskGroup { group in
      for _ in 0..<4 { group.addTask { try await Self.migrate(database) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(reports.filter { $0.applied.isEmpty }.count == 3)
  }

  @Test("several databases of one server at once, which share their roles") func databasesAtOnce() async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask { _ = try await Self.migrate(TestServices.freshDatabase()) }
      }
      try await group.waitForAll()
    }
  }

  @Test("a step that was carried out with another text is refused") func changed() async throws {
    let database = try await TestServices.freshDatabase()
    _ = try await Self.migrate(database)
    try await Self.connection(database).query("update schema_migration set checksum = sha256('') where version = 2")
    await #expect(throws: StoreError.self) { try await Self.migrate(database) }
    await #expect { _ = try await Self.migrate(database) } throws: { error in
      if case StoreError.migrationChanged(2) = error { true } else { false }
    }
  }

  @Test("a database of before the marks gets their column") func unmarked() async throws {
    let database = try await TestServices.freshDatabase()
    _ = try await Self.migrate(database)
    let schema = try await Self.schema(database)
    try await Self.connection(database).query("alter table schema_migration drop column compatible_from")
    #expect(try await Self.migrate(database).applied == [])
    #expect(try await Self.schema(database) == schema)
  }

  @Test("a newer schema is refused") func newer() async throws {
    let database = try await TestServices.freshDatabase()
    _ = try await Self.migrate(database)
    try await Self.connection(database).query(
      "insert into schema_migration (version, name, checksum) values (999, 'later', sha256(''))"
    )
    await #expect { _ = try await Self.migrate(database) } throws: { error in
      if case StoreError.schemaTooNew(999) = error { true } else { false }
    }
  }

  @Test("a step that fails leaves nothing behind, and no lock") func failing() async throws {
    let database = try await TestServices.freshDatabase()
    let connection = try await Self.connection(database)
    // The third step wants to make a table of this name.
    try await connection.query("create table outbox (id int8)")
    let before = try await Self.schema(database)
    let migrator = Migrator(connection)
    await #expect(throws: PostgresError.self) { try await migrator.migrate() }
    #expect(try await Self.schema(database) == before)
    try await Self.connection(database).query("drop table outbox")
    #expect(try await Self.migrate(database).applied.count >= 6)
    // The connection on which it failed can be used again.
    #expect(try await migrator.migrate().applied == [])
  }

  /// PostgreSQL leaves the indexes alone when an update changes no column that one of them uses, be it in its condition. A
  /// command changes these on every case, so an index on them would cost every command.
  @Test("no index uses what every command changes in a case") func updatesInPlace() async throws {
    let database = try await TestServices.freshDatabase()
    _ = try await Self.migrate(database)
    let used = try await Self.connection(database).query(
      """
      select distinct attname from pg_index
      join pg_depend on pg_depend.objid = indexrelid and refobjid = indrelid and refobjsubid > 0
      join pg_attribute on attrelid = indrelid and attnum = refobjsubid
      where indrelid = 'case_file'::regclass
        and attname in ('state', 'revision', 'head', 'seal', 'snapshot', 'changed_at')
      """
    )
    #expect(try used.map { try $0[0, as: String.self] } == [])
  }

  @Test("a step may take longer than statements of the service") func statementLimit() async throws {
    let database = try await TestServices.freshDatabase()
    let other = try await Self.connection(database)
    // What the steps wait for here is not the lock of a table: how long they wait for that keeps its limit.
    try await other.query("select pg_advisory_lock(7242813563101905)")
    var configuration = try PostgresConfiguration(connectionString: database.connectionString)
    configuration.statementTimeout = .milliseconds(50)
    let migrator = Migrator(try await PostgresConnection.open(configuration))
    async let report = migrator.migrate()
    try await other.query("select pg_sleep(0.3)")
    try await other.query("select pg_advisory_unlock(7242813563101905)")
    #expect(try await report.applied.count >= 6)
  }

  /// A change of the schema shows in a review as a change of `schema.sql`. To write it anew:
  /// `CASUSREGIE_WRITE_SCHEMA=1 swift test --filter MigratorTests`
  @Test("a fresh database has the schema that is committed") func committed() async throws {
    let database = try await TestServices.freshDatabase()
    _ = try await Self.migrate(database)
    let schema = try await Self.schema(database)
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "schema.sql")
    try Self.expect(schema, in: file)
  }

  /// What the start looks for, written anew by the same command.
  @Test("a fresh database has the parts that a start looks for, and no others") func parts() async throws {
    let database = try await TestServices.freshDatabase()
    _ = try await Self.migrate(database)
    let parts = try await Self.connection(database).run { try SchemaCheck.parts(on: $0) }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/StoreSchema/SQL/parts.txt")
    try Self.expect(parts.joined(separator: "\n") + "\n", in: file)
  }

  private static func expect(_ text: String, in file: URL) throws {
    if ProcessInfo.processInfo.environment["CASUSREGIE_WRITE_SCHEMA"] != nil { try Data(text.utf8).write(to: file) }
    let isSame = try String(contentsOf: file, encoding: .utf8) == text
    #expect(isSame, "the migrations make another schema than \(file.lastPathComponent) has")
  }

  /// Without what differs from one server or day to the next.
  private static func schema(_ database: FreshDatabase) async throws -> String {
    let text = try await TestServices.postgres().schema(of: database.name)
    // Comments have versions, settings come from the server, `\restrict` has a random word.
    let ignored = ["--", "SET ", "SELECT pg_catalog.set_config", "\\"]
    let lines = text.split(separator: "\n").filter { line in !ignored.contains { line.hasPrefix($0) } }
    return lines.joined(separator: "\n") + "\n"
  }
}

import CaseCore
import CaseDoor
import Development
import Foundation
import LocalServices
import Logging
import Postgres
import Server
import StoreBase
import WorkflowFiles

/// A private installation with the workflow of the measurement and one organisation, and cases that it fills itself.
struct TimerInstallation: Sendable {
  static let database = "casusregie"
  private static let inFlight = 16

  let local: LocalInstallation
  let folder: URL

  /// Of the first instance.
  var port: Int { local.settings.http.port }
  var postgres: LocalPostgres { local.services.postgres }
  var settingsFile: String { LocalInstallation.settingsFile(in: local.folder).path }

  static func with<Result>(
    isolation: isolated (any _Concurrency.Actor)? = #isolation,
    _ body: (TimerInstallation) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-bench-\(UUID().uuidString)")
    // What is left is in the system's temporary folder.
    defer { try? FileManager.default.removeItem(at: folder) }
    let workflows = folder.appending(path: "workflows")
    try TimerWorkflow.write(to: workflows)
    let local = try await LocalInstallation.start(in: folder, port: 0, workflows: workflows.path, logLevel: "warning")
    let installation = TimerInstallation(local: local, folder: folder)
    do {
      try await installation.prepare()
      let result = try await body(installation)
      await local.stop()
      return result
    } catch {
      await local.stop()
      throw error
    }
  }

  /// Statements are counted, and the moment of each commit kept, by the server itself.
  private func prepare() async throws {
    try await postgres.psql("alter system set shared_preload_libraries = 'pg_stat_statements'")
    try await postgres.psql("alter system set track_commit_timestamp = on")
    try await postgres.psql("alter system set max_wal_size = '8GB'")
    try await postgres.psql("checkpoint")
    try await postgres.kill()
    try await postgres.restart()
    try await postgres.psql("create extension pg_stat_statements", database: Self.database)
    _ = try await Administration(local.settings).register(TimerWorkflow.organisation)
    let file = try TimerWorkflow.file()
    try await withPool(connections: 1) { pool in
      try await WorkflowStore(pool).publish(
        .init(workflow: file.workflow.key, version: file.workflow.version, source: file.source)
      )
    }
  }

  /// As the service's settings have it, for another database of the same server.
  func serviceURL(of database: String) -> String {
    local.settings.database.url.dropLast(Self.database.count) + database
  }

  /// Opens cases through the door, with content as real cases have it. Nothing waits for the disk meanwhile.
  func open(_ count: Int) async throws {
    let keyring = try Keyring(text: String(contentsOfFile: local.settings.keyringFile, encoding: .utf8))
    let library = WorkflowLibrary(current: [try TimerWorkflow.file().workflow])
    library.open()
    try await withPool(connections: Self.inFlight) { pool in
      let door = CommandDoor(
        pool: pool,
        keyring: keyring,
        library: library,
        directory: DirectoryCache(),
        wakes: Wakes()
      )
      try await withThrowingTaskGroup { group in
        for part in 0..<Self.inFlight {
          group.addTask {
            for number in stride(from: part, to: count, by: Self.inFlight) {
              guard case .accepted = try await door.submit(TimerWorkflow.opening) else {
                throw BenchmarkError.notWhatWasAsked("a case could not be opened")
              }
              if number % 10_000 == 0, number > 0 { Progress.say("opening cases: \(number) of \(count)") }
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  /// Starts an instance.
  /// - Parameter database: another one than in the settings, by its name.
  func service(port: Int, database: String? = nil) throws -> ServiceProcess {
    try ServiceProcess(
      settingsFile: settingsFile,
      port: port,
      log: folder.appending(path: "instance-\(port).log"),
      settings: database.map { ["CASUSREGIE_DATABASE_URL": serviceURL(of: $0)] } ?? [:]
    )
  }

  /// Rows as the superuser sees them, columns apart by `|`.
  func rows(_ sql: String) async throws -> [[String]] {
    try await postgres.psql(sql, database: Self.database).split(separator: "\n").map {
      $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }

  func number(_ sql: String) async throws -> Double {
    guard let number = try await rows(sql).first?.first.flatMap({ Double($0) }) else {
      throw BenchmarkError.notWhatWasAsked("no number where there is always one")
    }
    return number
  }

  private func withPool(connections: Int, _ body: (PostgresPool) async throws -> Void) async throws {
    var configuration = try PostgresConfiguration(
      connectionString: postgres.connectionString(database: Self.database)
    )
    configuration.applicationName = "bench"
    let pool = PostgresPool(
      configuration,
      pool: PoolConfiguration(maximum: connections, waitTimeout: .seconds(60)),
      logger: Logger(label: "casusregie.bench")
    )
    do {
      try await body(pool)
      await pool.close()
    } catch {
      await pool.close()
      throw error
    }
  }
}

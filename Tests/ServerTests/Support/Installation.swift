import Development
import Foundation
import LocalServices
import Server
import TestServices

/// A private installation for one test: database, broker, secrets and settings. No service runs yet.
struct Installation: Sendable {
  let local: LocalInstallation

  static let workflows = Program.root.appending(path: "workflows").path

  var settings: Settings { local.settings }
  var services: LocalServices { local.services }
  /// For the program's `--config`.
  var settingsFile: String { LocalInstallation.settingsFile(in: local.folder).path }

  /// It ends, and is gone, with `body`.
  static func with<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Installation) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What is left is in the system's temporary folder.
    defer { try? FileManager.default.removeItem(at: folder) }
    let installation = Installation(
      local: try await LocalInstallation.start(in: folder, port: 0, workflows: workflows)
    )
    do {
      let result = try await body(installation)
      await installation.local.stop()
      return result
    } catch {
      await installation.local.stop()
      throw error
    }
  }

  /// Keeps everybody from a table, until it is released.
  func lock(_ table: String) async throws -> TableLock {
    let holder = Task { [postgres = services.postgres] in
      _ = try await postgres.psql(
        "begin; lock table \(table) in access exclusive mode; select pg_sleep(600)",
        database: "casusregie"
      )
    }
    let lock = TableLock(table: table, holder: holder, installation: self)
    try await waitFor("the lock on \(table)") { try await !rows("select pid \(lock.ofHolder)").isEmpty }
    return lock
  }

  /// A lock that a session of its own holds.
  struct TableLock {
    let table: String
    let holder: Task<Void, any Error>
    let installation: Installation

    var ofHolder: String {
      "from pg_locks where relation = '\(table)'::regclass and mode = 'AccessExclusiveLock' and granted"
    }

    func release() async throws {
      _ = try await installation.rows("select pg_terminate_backend(pid) \(ofHolder)")
      // Its session was ended, so it fails.
      _ = try? await holder.value
    }
  }

  /// Rows of the installation's database, columns apart by `|`, as its superuser sees them.
  func rows(_ sql: String) async throws -> [String] {
    try await services.postgres.psql(sql, database: "casusregie").split(separator: "\n").map(String.init)
  }
}

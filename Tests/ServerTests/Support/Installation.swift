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

  /// Rows of the installation's database, columns apart by `|`, as its superuser sees them.
  func rows(_ sql: String) async throws -> [String] {
    try await services.postgres.psql(sql, database: "casusregie").split(separator: "\n").map(String.init)
  }
}

import Foundation
import LocalServices
import Server
import Testing

/// The database of an earlier release, as that release left it, with its keyring and what it answered about it. They are
/// kept in `former`, a folder for each release, and never made again: see ``ReleaseMaker``.
struct KeptRelease: CustomTestStringConvertible, Sendable {
  let folder: URL

  private static let former = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "former")

  static let all: [KeptRelease] = {
    // Without the folder there is none, and the test that counts them fails.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: former.path)) ?? []
    return names.sorted().map { KeptRelease(release: $0) }
  }()

  init(release: String) { folder = Self.former.appending(path: release) }

  var testDescription: String { folder.lastPathComponent }
  /// A dump in PostgreSQL's custom format.
  var database: URL { folder.appending(path: "database.dump") }
  var keyring: URL { folder.appending(path: "keyring") }
  /// What it answered, see ``Contents``.
  var contents: URL { folder.appending(path: "contents.json") }

  func keep(_ installation: Installation) async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await installation.services.postgres.dump(installation.name, to: database)
    try FileManager.default.copyItem(atPath: installation.settings.keyringFile, toPath: keyring.path)
  }

  /// Puts it in the place of the installation's own database, and brings its schema up to date as an operator does.
  func restore(to installation: Installation) async throws {
    let postgres = installation.services.postgres
    try await postgres.psql("drop database \(installation.name) with (force)")
    try await postgres.psql("create database \(installation.name)")
    try await postgres.restore(installation.name, from: database)
    try Data(contentsOf: keyring).write(to: URL(filePath: installation.settings.keyringFile))
    // Who migrates is the owner of the database, and need not be given the password of the service.
    let migrated = try await Program.run(
      "migrate",
      "--config",
      installation.settingsFile,
      environment: ["CASUSREGIE_DATABASE_PASSWORD_FILE": "/nergens"]
    )
    #expect(migrated.code == 0, "\(migrated.errors)")
  }

  /// To when it was asked: just after its last entry, so that nothing has become due since.
  static func setClock(_ installation: Installation) async throws {
    try await StoryClock.letTimeGoBack(installation)
    _ = try await installation.rows(
      """
      update local_clock
      set ahead = (select max(recorded_at) + interval '1 second' from journal) - clock_timestamp()
      """
    )
  }
}

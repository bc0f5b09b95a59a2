import ArgumentParser
import Foundation
import Server

/// Where a command finds its settings.
struct SettingsOptions: ParsableArguments {
  @Option(help: "A JSON file with settings.")
  var config: String?

  @Flag(help: "The installation that «serve --local» runs on this machine.")
  var local = false

  @Option(help: "The folder of the local installation. (default: .local)")
  var folder: String?

  @Flag(help: "Connections within this machine may go without TLS.")
  var allowPlaintextOnLoopback = false

  var localFolder: String { folder ?? Self.defaultFolder }

  /// What would be passed over in silence is refused.
  func validate() throws {
    if local, config != nil { throw ValidationError("--local and --config exclude each other") }
    if !local, folder != nil { throw ValidationError("--folder is of a local installation: it needs --local") }
  }

  /// - Parameter isServing: also looks at what only the service itself needs.
  func read(isServing: Bool = false) async throws -> Settings {
    let allows = allowPlaintextOnLoopback
    return try await Settings.read(file: local ? localFile() : config, isServing: isServing) { settings in
      if allows { settings.security.plaintextOnLoopback = true }
    }
  }

  /// The command that starts an installation in the folder.
  static func starting(_ folder: String) -> String {
    "casusregie serve --local" + (folder == defaultFolder ? "" : " --folder \(folder)")
  }

  static let defaultFolder = ".local"

  private func localFile() throws -> String {
    let folder = localFolder
    let file = LocalInstallation.settingsFile(in: URL(filePath: folder)).path
    guard FileManager.default.fileExists(atPath: file) else {
      throw Failure("no local installation runs in \(folder): start one with «\(Self.starting(folder))»")
    }
    return file
  }
}

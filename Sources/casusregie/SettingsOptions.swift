import ArgumentParser
import Foundation
import Server

/// Where a command finds its settings.
struct SettingsOptions: ParsableArguments {
  @Option(help: "A JSON file with settings.")
  var config: String?

  @Flag(help: "The installation that «serve --local» runs on this machine.")
  var local = false

  @Option(help: "The folder of the local installation.")
  var folder = ".local"

  func read() async throws -> Settings {
    try await Settings.read(file: local ? localFile() : config)
  }

  private func localFile() throws -> String {
    let file = LocalInstallation.settingsFile(in: URL(filePath: folder)).path
    guard FileManager.default.fileExists(atPath: file) else {
      throw Failure("no local installation runs in \(folder): start one with «casusregie serve --local»")
    }
    return file
  }
}

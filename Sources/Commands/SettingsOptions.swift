import ArgumentParser
package import Server

/// Where a command finds its settings.
package struct SettingsOptions: ParsableArguments {
  @Option(help: "A JSON file with settings.")
  var config: String?

  @Flag(help: "Connections within this machine may go without TLS.")
  var allowPlaintextOnLoopback = false

  /// What the program for development adds to settings that were read; the program that serves adds nothing.
  @TaskLocal package static var complete: @Sendable (inout Settings) -> Void = { _ in }

  package init() {}

  /// - Parameter isServing: also looks at what only the service itself needs.
  package func read(isServing: Bool = false) async throws -> Settings {
    try await Settings.read(file: config, isServing: isServing) { settings in
      if allowPlaintextOnLoopback { settings.security.plaintextOnLoopback = true }
      Self.complete(&settings)
    }
  }
}

import ArgumentParser
package import Server
package import Synchronization

/// Where a command finds its settings.
package struct SettingsOptions: ParsableArguments {
  @Option(help: "A JSON file with settings.")
  var config: String?

  @Flag(help: "Connections within this machine may go without TLS.")
  var allowPlaintextOnLoopback = false

  /// What the program for development adds to settings that were read; the program that serves adds nothing.
  /// It is set once, before any command runs. Not a task-local value: an optimised build of Swift 6.3 crashes when `main` sets one.
  package static let completion = Mutex<@Sendable (inout Settings) -> Void>({ _ in })

  package init() {}

  /// - Parameter isServing: also looks at what only the service itself needs.
  package func read(isServing: Bool = false) async throws -> Settings {
    try await Settings.read(file: config, isServing: isServing, complete)
  }

  /// What a check of everything finds, whatever is wrong with the settings.
  func examine() async -> [Doctor.Finding] { await Doctor.examine(file: config, complete) }

  private func complete(_ settings: inout Settings) {
    if allowPlaintextOnLoopback { settings.security.plaintextOnLoopback = true }
    Self.completion.withLock(\.self)(&settings)
  }
}

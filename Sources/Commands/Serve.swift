import ArgumentParser
import Server

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the service until it is told to stop (Ctrl-C, SIGTERM).",
    discussion: """
      Any number of instances share one database and one broker. When the database is away the service says so once, stays
      up, is not ready (/health/ready), and goes on by itself when it is back. Without the broker it takes commands, and
      events wait.

      Example: casusregie serve --config /etc/casusregie/casusregie.json
      """
  )

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    try await reporting { try await CaseService(options.read(isServing: true)).run() }
  }
}

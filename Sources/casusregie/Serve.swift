import ArgumentParser
import Foundation
import Server

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the service until it is told to stop (Ctrl-C, SIGTERM).",
    discussion: """
      Any number of instances share one database and one broker. When either is away the service says so once, stays up,
      is not ready (/health/ready), and goes on by itself when it is back.

      Example: casusregie serve --config /etc/casusregie/casusregie.json
      Example: casusregie serve --local
      """
  )

  @OptionGroup var options: SettingsOptions

  @Option(help: "Where a local service listens.")
  var port = 8080

  @Option(help: "The folder of workflows for a local service.")
  var workflows = "workflows"

  func run() async throws {
    try await reporting {
      guard options.local else { return try await CaseService(options.read()).run() }
      try await LocalService.run(in: URL(filePath: options.folder), port: port, workflows: workflows)
    }
  }
}

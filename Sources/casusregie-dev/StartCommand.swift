import ArgumentParser
import Commands
import Development
import Foundation

struct StartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Runs the service with a database and a broker of its own, until Ctrl-C.",
    discussion: """
      The data stay in the folder. While it runs, --local names it in all other commands.

      Example: casusregie-dev start
      """
  )

  @Option(help: "The folder of the installation.") var folder = ".local"
  @Option(help: "Where the service listens.") var port = 8080
  @Option(help: "The folder of workflows.") var workflows = "workflows"

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port: \(port) is no port") }
  }

  func run() async throws {
    try await reporting {
      try await LocalService.run(in: URL(filePath: folder), port: port, workflows: workflows)
    }
  }
}

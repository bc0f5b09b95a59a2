import ArgumentParser
import Commands
import Demo
import Foundation

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Shows the whole service: fictitious cases from beginning to end, on a database and a broker of its own.",
    discussion: """
      Starts everything it needs in a temporary folder, and leaves nothing behind. With --keep the folder stays, and
      «start» goes on with its cases: something to try the other commands on.

      Example: casusregie-dev demo
      Example: casusregie-dev demo --keep .local tot-interventie
      """
  )

  @Option(help: "The folder of the workflow whose stories are played; else the first of workflows/ that lists any.")
  var workflow: String?

  @Option(help: "A folder, not there yet, in which database, broker and cases stay.") var keep: String?

  @Argument(help: "The stories to play, by the names of their files in scenarios/.")
  var stories: [String] = []

  func run() async throws {
    try await reporting {
      try await Demonstration(
        workflow: try workflow ?? Demonstration.workflow(in: "workflows"),
        stories: stories,
        keptIn: keep.map { URL(filePath: $0) }
      ).run()
    }
  }
}

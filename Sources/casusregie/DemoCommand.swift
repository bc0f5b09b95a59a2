import ArgumentParser
import Demo

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Shows the whole service: fictitious cases from beginning to end, on a database and a broker of its own.",
    discussion: """
      Starts everything it needs in a temporary folder, and leaves nothing behind.

      Example: casusregie demo
      """
  )

  @Option(help: "The folder of the workflow whose stories are played; else the first of workflows/ that lists any.")
  var workflow: String?

  @Argument(help: "The stories to play, by the names of their files in scenarios/.")
  var stories: [String] = []

  func run() async throws {
    try await reporting {
      try await Demonstration(workflow: try workflow ?? Demonstration.workflow(in: "workflows"), stories: stories).run()
    }
  }
}

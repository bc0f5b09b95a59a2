import ArgumentParser
import Commands
import ContractKit
import Foundation

/// `partner`, with what is only for trying out.
struct DevelopmentPartnerCommand: AsyncParsableCommand {
  static let configuration: CommandConfiguration = {
    let common = CommandRun.commands.first { $0.configuration.commandName == "partner" }
    var configuration = common?.configuration ?? CommandConfiguration(commandName: "partner")
    configuration.subcommands.append(KitCommand.self)
    return configuration
  }()
}

struct KitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kit",
    abstract:
      "Tries out a partner's client: events that get lost, come twice or late, and what is wrong with its commands.",
    discussion: """
      Starts a broker of its own and takes the place of the service. It writes access.json, service.json and a token into the
      folder of the client, waits for its public.json, plays the events of a story, and takes and answers commands. What the
      client does with events is for you to look at; what it asks again is answered, and at the end
      stands which lost events nobody asked for.

      Example: casusregie-dev partner kit client --seed 7 --commands 2
      """
  )

  @Argument(help: "The folder of the client.") var folder: String
  @Option(help: "The folder of the workflow whose story is played.") var workflow = "workflows/pga-radicalisering"
  @Option(help: "The story, by the name of its file in scenarios/.") var story = "tot-interventies"
  @Option(help: "What decides which events get lost, come twice or late; another each time, when it is left out.")
  var seed: UInt64?
  @Option(help: "For how many different commands it waits.") var commands = 1
  @Option(help: "For how many seconds it waits for the client at most.") var seconds = 300

  func run() async throws {
    try await reporting {
      let kit = ContractKit(
        folder: URL(filePath: folder),
        story: story,
        workflow: workflow,
        seed: seed ?? .random(in: 0..<1_000_000),
        commands: commands,
        limit: .seconds(seconds)
      ) {
        print($0)
        // Whoever waits for it may read it from a file.
        fflush(nil)
      }
      guard try await kit.run() else { throw Failure("the client does something wrong: see above") }
    }
  }
}

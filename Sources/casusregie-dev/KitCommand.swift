import ArgumentParser
import Commands
import ContractKit
import Demo
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
      "Tries out a partner's client: with events that get lost, come twice or late, and a check of its commands.",
    discussion: """
      Starts a broker of its own and takes the place of the service. It writes access.json, service.json and a token into the
      folder of the client, waits for its public.json, plays the events of a story, and takes and answers commands, questions
      and acknowledgements. The last command is answered when all that was lost was asked for and what has to be was
      acknowledged, or when the patience is over. What else the client does with events is for you to look at.

      Example: casusregie-dev partner kit client --seed 7 --commands 3 --restore --refuse
      """
  )

  @Argument(help: "The folder of the client.") var folder: String
  @Option(
    help:
      "The folder of the workflow whose story is played; else the first of workflows/ that lists stories for a demonstration."
  )
  var workflow: String?
  @Option(help: "The story, by the name of its file in scenarios/.") var story = "tot-interventies"
  @Option(help: "What decides which events get lost, come twice or late; another each time, when it is left out.")
  var seed: UInt64?
  @Option(help: "For how many different commands it waits.") var commands = 1
  @Option(help: "For how many seconds it waits for the client's keys, and then for its commands.") var seconds = 300
  @Option(help: "For how many seconds after the last command it waits for questions, acknowledgements and reading.")
  var patience = 60
  @Flag(
    help:
      "Puts the database back among the events, and again when the last command comes: a new epoch begins each time."
  ) var restore = false
  @Flag(
    help: "Refuses a command that is well made, as if somebody else had been first; from two commands on a case on."
  )
  var refuse = false

  func run() async throws {
    try await reporting {
      let kit = ContractKit(
        folder: URL(filePath: folder),
        story: story,
        workflow: try workflow ?? Demonstration.workflow(in: "workflows"),
        seed: seed ?? .random(in: 0..<1_000_000),
        isRestored: restore,
        isRefusing: refuse,
        commands: commands,
        limit: .seconds(seconds),
        patience: .seconds(patience)
      ) {
        print($0)
        // Whoever waits for it may read it from a file.
        fflush(nil)
      }
      guard try await kit.run() else { throw Failure("the client does something wrong: see above") }
    }
  }
}

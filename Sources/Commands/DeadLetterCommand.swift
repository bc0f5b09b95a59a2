import ArgumentParser
import Foundation
import Outbox
import Server

struct DeadLetterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead-letter",
    abstract: "Messages of partners that could not be read.",
    subcommands: [List.self, Show.self, Retry.self, Drop.self]
  )

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists those that wait: number, time, owner of the queue, reason, SHA-256.",
      discussion: "Example: casusregie dead-letter list --config casusregie.json"
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        for entry in try await Administration(options.read()).deadLetters().waiting() {
          let time = entry.receivedAt.formatted(.iso8601)
          let state = entry.isToBeRetried ? "  (to be handled once more)" : ""
          print("\(entry.id)  \(time)  \(entry.organisation)  \(entry.reason)  \(entry.digest)\(state)")
        }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a message to standard output, as it came. It needs the keyring.",
      discussion: "Example: casusregie dead-letter show 12 --config casusregie.json"
    )

    @Argument(help: "Its number.") var number: Int64
    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        guard let content = try await Administration(options.read()).deadLetters().content(of: number) else {
          throw Failure("there is no dead letter \(number), or it was dropped")
        }
        try FileHandle.standardOutput.write(contentsOf: content)
      }
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Has the service handle a message once more, as it came.",
      discussion: """
        For when what was missing is there now, such as a key of its sender. The service does it within some seconds. Then the message
        is no longer listed, and its sender is answered; or it is listed again, with the reason of this time. That it was handled stays
        on record. While its sender is suspended it waits, as everything of it does.

        Example: casusregie dead-letter retry 12 --config casusregie.json
        """
    )

    @Argument(help: "Its number.") var number: Int64
    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        switch try await Administration(options.read()).deadLetters().askRetry(number) {
        case .asked: print("dead letter \(number) will be handled once more")
        case .notWaiting: throw Failure("no dead letter \(number) waits")
        case .incomplete:
          throw Failure("of dead letter \(number) only the beginning was kept: its sender has to send it again")
        }
      }
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Drops a message: its content goes; who dropped it and why stays on record.",
      discussion: """
        Example: casusregie dead-letter drop 12 --by "J. Jansen" --reason "the sender sent it again, signed" \\
          --config casusregie.json
        """
    )

    @Argument(help: "Its number.") var number: Int64
    @Option(help: "Who drops it.") var by: String
    @Option(help: "Why.") var reason: String
    @OptionGroup var options: SettingsOptions

    func validate() throws {
      for text in [by, reason] where text.allSatisfy(\.isWhitespace) {
        throw ValidationError("--by and --reason must say something.")
      }
    }

    func run() async throws {
      try await reporting {
        let letters = try await Administration(options.read()).deadLetters()
        switch try await letters.drop(number, by: by, reason: reason) {
        case .dropped: break
        case .notWaiting: throw Failure("no dead letter \(number) waits")
        case .underWay:
          throw Failure("dead letter \(number) is being handled once more: look in a minute what became of it")
        }
      }
    }
  }
}

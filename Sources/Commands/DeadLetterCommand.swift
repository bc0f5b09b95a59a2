import ArgumentParser
import CaseCore
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
      discussion: """
        With --all those that ended too, and under each what is on record of it: who saw it, who had it handled once more, who dropped it
        and why, and what the service ended by itself, with a word that says why.

        Example: casusregie dead-letter list --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions
    @Flag(name: .customLong("all"), help: "Those that ended as well, and what is on record of each.") var isAll = false

    func run() async throws {
      try await reporting {
        let letters = try await Administration(options.read()).deadLetters()
        guard isAll else {
          for entry in try await letters.waiting() { print(entry.line) }
          return
        }
        var last: Int64? = 0
        while let from = last {
          let page = try await letters.all(after: from)
          for (entry, notes) in page {
            print(entry.line)
            for note in notes { print(note.line) }
          }
          last = page.last?.entry.id
        }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a message to standard output, as it came; who saw it stays on record. It needs the keyring.",
      discussion: """
        What is on record of it goes to standard error: who saw it, who had it handled once more and what became of that, who dropped it
        and why.

        Example: casusregie dead-letter show 12 --by "J. Jansen" --config casusregie.json
        """
    )

    @Argument(help: "Its number.") var number: Int64
    @Option(help: "Who sees it.") var by: String
    @OptionGroup var options: SettingsOptions

    func validate() throws {
      guard TextRule.name.holds(by.composed) else { throw ValidationError("--by must say something, on one line.") }
    }

    func run() async throws {
      try await reporting {
        let letters = try await Administration(options.read()).deadLetters()
        let content = try await letters.show(number, to: by.composed)
        if let content { try FileHandle.standardOutput.write(contentsOf: content) }
        for note in try await letters.notes(of: number) {
          try FileHandle.standardError.write(contentsOf: Data("\(note.line)\n".utf8))
        }
        guard content != nil else { throw Failure("there is no dead letter \(number), or its content is gone") }
      }
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Has the service handle a message once more, as it came.",
      discussion: """
        For when what was missing is there now, such as a key of its sender. The service does it within some seconds. Then the message
        is no longer listed, and its sender is answered; or it is listed again, with the reason of this time. Who had it handled, and what
        became of that, stays on record. While its sender is suspended it waits, as everything of it does.

        Example: casusregie dead-letter retry 12 --by "J. Jansen" --config casusregie.json
        """
    )

    @Argument(help: "Its number.") var number: Int64
    @Option(help: "Who does it; without it, the name under which you are logged in.") var by: String?
    @OptionGroup var options: SettingsOptions

    func validate() throws {
      guard by.map({ TextRule.name.holds($0.composed) }) ?? true else {
        throw ValidationError("--by must say something, on one line.")
      }
    }

    func run() async throws {
      try await reporting {
        let account = Administration.Account(by: by)
        switch try await Administration(options.read()).deadLetters().askRetry(number, by: account.by.composed) {
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
      guard TextRule.name.holds(by.composed), TextRule.reason.holds(reason.composed) else {
        throw ValidationError("--by and --reason must say something, on one line.")
      }
    }

    func run() async throws {
      try await reporting {
        let letters = try await Administration(options.read()).deadLetters()
        switch try await letters.drop(number, by: by.composed, reason: reason.composed) {
        case .dropped: break
        case .notWaiting: throw Failure("no dead letter \(number) waits")
        case .underWay:
          throw Failure("dead letter \(number) is being handled once more: look in a minute what became of it")
        }
      }
    }
  }
}

extension DeadLetterStore.Entry {
  fileprivate var line: String {
    let state = isWaiting ? isToBeRetried ? "  (to be handled once more)" : "" : "  (ended)"
    return "\(id)  \(receivedAt.formatted(.iso8601))  \(organisation)  \(reason)  \(digest)\(state)"
  }
}

extension DeadLetterStore.Note {
  fileprivate var line: String {
    let who =
      kind.isOfPerson ? " \(kind == .shown ? "to" : "by") \(whom ?? "somebody that cannot be read any more")" : ""
    return Terminal.line("  \(at.formatted(.iso8601))  \(kind.rawValue)\(who)\(reason.map { ": \($0)" } ?? "")")
  }
}

extension DeadLetterStore.Note.Kind {
  fileprivate var isOfPerson: Bool { self == .shown || self == .retryAsked || self == .dropped }
}

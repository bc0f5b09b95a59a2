import ArgumentParser
import CaseCore
import CaseStore
import Foundation
import Server

/// What is done with a proposal.
struct ProposalOptions: ParsableArguments {
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var actor: ActorOptions
  @Argument(help: "The number of the proposal.") var number: Int64

  func desk() async throws -> (ConfigurationDesk, Actor) {
    let administration = try Administration(await settings.read())
    return (try await administration.desk(), try await actor.actor(in: administration))
  }
}

extension DeadlineCommand {
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what a proposal does to every running case, and changes nothing.",
      discussion: """
        For each case in which a deadline changes: the old and the new due date, what expires at once, and which warnings
        are given again or never. Then totals, and the plan's digest: whoever approves the proposal names it.

        Example: casusregie deadline plan --local 1
        """
    )

    enum Format: String, ExpressibleByArgument {
      case text, json
    }

    @OptionGroup var options: ProposalOptions
    @Option(help: "How the plan is printed: text or json (a line for each case, the totals last).") var format = Format
      .text

    func run() async throws {
      try await reporting {
        let (desk, actor) = try await options.desk()
        switch format {
        case .text:
          let proposal = try await desk.standing(for: actor).proposal(options.number)
          for line in proposal.lines { print(line) }
          print("")
          print(try await desk.plan(options.number, for: actor) { print($0.text) }.text)
        case .json:
          let lines = SettingsPlanJSON()
          let plan = try await desk.plan(options.number, for: actor) { print(lines.line($0)) }
          print(lines.line(plan))
        }
      }
    }
  }

  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Approves a proposal of another administrator, with the plan that you looked at.",
      discussion: """
        Refused, with nothing done, when the plan is another by now: a deadline that it counts on changed, or a moment
        passed. From then on the settings hold; every case is counted by them at once, which «deadline apply» waits for.

        Example: casusregie deadline approve --local 1 --plan 3f2a...
        """
    )

    @OptionGroup var options: ProposalOptions
    @Option(name: .customLong("plan"), help: "The plan, as «deadline plan» named it.") var digest: String

    func run() async throws {
      try await reporting {
        let (desk, actor) = try await options.desk()
        let proposal = try await desk.approve(options.number, plan: digest, by: actor)
        print(proposal.headline)
        try await Apply.bringUp(desk)
      }
    }
  }

  struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Counts every case that is behind by the settings of now, and waits until none is.",
      discussion: """
        «deadline approve» does so by itself, and so does a running service; this goes on where one of them was cut off.
        It can be given as often as you like.

        Example: casusregie deadline apply --local
        """
    )

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      try await reporting { try await Self.bringUp(Administration(await settings.read()).desk()) }
    }

    static func bringUp(_ desk: ConfigurationDesk) async throws {
      var unread: [String] = []
      let progress = try await desk.bringUp { id, error in unread.append("\(id.text): \(error)") }
      print("\(progress.done) zaken geteld volgens instelling \(progress.revision)")
      guard unread.isEmpty else {
        throw Failure(
          "\(progress.failed) zaken konden niet worden gelezen en blijven achter:\n" + unread.joined(separator: "\n")
        )
      }
    }
  }

  struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Rejects a proposal of another administrator.",
      discussion: "Example: casusregie deadline reject --local 1 --reason \"Eerst overleg met de regio\""
    )

    @OptionGroup var options: ProposalOptions
    @Option(help: "Why: it stays on record.") var reason: String

    func run() async throws {
      try await reporting {
        let (desk, actor) = try await options.desk()
        print(try await desk.reject(options.number, reason: reason, by: actor).headline)
      }
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Withdraws a proposal of your own.",
      discussion: "Example: casusregie deadline withdraw --local 1"
    )

    @OptionGroup var options: ProposalOptions

    func run() async throws {
      try await reporting {
        let (desk, actor) = try await options.desk()
        print(try await desk.withdraw(options.number, by: actor).headline)
      }
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Proposes to take an approved proposal back.",
      discussion: """
        It is a proposal like any other: with a plan, and approved by another administrator.

        Example: casusregie deadline undo --local 1 --reason "De proef is voorbij"
        """
    )

    @OptionGroup var options: ProposalOptions
    @Option(help: "Why: it stays on record.") var reason: String

    func run() async throws {
      try await reporting {
        let (desk, actor) = try await options.desk()
        let proposal = try await desk.undo(options.number, reason: reason, by: actor)
        print("voorstel \(proposal.number)")
        for line in proposal.lines { print("  \(line)") }
      }
    }
  }

  struct Settings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists what is set differently from the workflows, and all proposals.",
      discussion: "Example: casusregie deadline settings --local"
    )

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var actor: ActorOptions

    func run() async throws {
      try await reporting {
        let administration = try Administration(await settings.read())
        let desk = try await administration.desk()
        let standing = try await desk.standing(for: actor.actor(in: administration))
        for line in standing.configuration.lines { print(line) }
        for proposal in standing.proposals {
          print("\n\(proposal.headline)")
          for line in proposal.lines { print("  \(line)") }
        }
      }
    }
  }
}

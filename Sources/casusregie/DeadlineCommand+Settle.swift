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

  func administration() async throws -> Administration { try Administration(await settings.read()) }

  func desk() async throws -> (ConfigurationDesk, Actor) {
    let administration = try await administration()
    return (try await administration.desk(), try await actor.actor(in: administration))
  }
}

extension DeadlineCommand {
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what a proposal does to every running case, and changes nothing.",
      discussion: """
        For each case in which a deadline changes: the old and the new due date, what expires at once, and which warnings
        are given again or never. Of what expires at once: the phase that the case goes to, and who is told; none of that can
        be undone. Then totals, and the plan's digest: whoever approves the proposal names it.

        Of a proposal that was approved it is the plan that was approved.

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
          let standing = try await desk.standing(for: actor)
          let proposal = try standing.proposal(options.number)
          let text = try await ProposalText(proposal, standing.configuration, in: options.administration())
          for line in [proposal.headline] + text.lines { print(line) }
          print("")
          print(try await plan(of: proposal, desk, actor) { print($0.text) }.text)
        case .json:
          let lines = SettingsPlanJSON()
          let proposal = try await desk.standing(for: actor).proposal(options.number)
          print(lines.line(try await plan(of: proposal, desk, actor) { print(lines.line($0)) }))
        }
      }
    }

    /// The plan of now; of what was approved, the plan of then.
    private func plan(
      of proposal: Proposal,
      _ desk: ConfigurationDesk,
      _ actor: Actor,
      _ each: (PlannedSettings) -> Void
    ) async throws -> SettingsPlan {
      guard case .approved = proposal.outcome else { return try await desk.plan(proposal.number, for: actor, each) }
      let approved = try await desk.approvedPlan(proposal.number, for: actor)
      for planned in approved.cases { each(planned) }
      if approved.omitted > 0 {
        FileHandle.standardError.write(Data("nog \(approved.omitted) zaken zijn niet bewaard\n".utf8))
      }
      return approved.plan
    }
  }

  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Approves a proposal of another administrator, with the plan that you looked at.",
      discussion: """
        Refused, with nothing done, when the plan is another by now: a deadline that it counts on changed, or a moment
        passed. From then on the settings hold; every case is counted by them at once, which «deadline apply» waits for.
        A plan by which something expires at once, which cannot be undone, asks for --expire-now too.

        Example: casusregie deadline approve --local 1 --plan 3f2a...
        """
    )

    @OptionGroup var options: ProposalOptions
    @Option(name: .customLong("plan"), help: "The plan, as «deadline plan» named it.") var digest: String
    @Flag(help: "Says that you have seen what expires at once, and that it cannot be undone.") var expireNow = false

    func run() async throws {
      try await reporting {
        guard digest.count == 64, digest.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
          throw Failure(
            "--plan: dit is geen plan. «deadline plan \(options.number)» noemt het onderaan: 64 tekens.",
            code: 2
          )
        }
        let (desk, actor) = try await options.desk()
        let proposal = try await desk.approve(options.number, plan: digest, expireNow: expireNow, by: actor)
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
        It is a proposal like any other: with a plan, and approved by another administrator. What expired at once when it was
        approved is named: undoing brings none of that back. What was set otherwise since is not undone with it.

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
        let lasting = try await desk.irreversible(options.number, for: actor)
        guard !lasting.isEmpty else { return }
        print("Dit komt er niet mee terug, want het liep meteen af toen voorstel \(options.number) werd goedgekeurd:")
        for planned in lasting { print("  \(planned.alias.text)  \(planned.lasting)") }
      }
    }
  }

  struct Settings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists what is set differently from the workflows, and all proposals.",
      discussion: """
        With --all: every deadline of every workflow, in its last published version, with its key and label; what the workflow
        says of it and what holds, for each region and type of case for which something else does.

        Example: casusregie deadline settings --local
        Example: casusregie deadline settings --local --all
        """
    )

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var actor: ActorOptions
    @Flag(help: "Every deadline, with what the workflow says and what holds.") var all = false

    func run() async throws {
      try await reporting {
        let administration = try Administration(await settings.read())
        let desk = try await administration.desk()
        let standing = try await desk.standing(for: actor.actor(in: administration))
        if all { return try await overview(standing.configuration, administration) }
        for line in standing.configuration.lines { print(line) }
        for proposal in standing.proposals {
          print("\n\(proposal.headline)")
          let text = try await ProposalText(proposal, standing.configuration, in: administration)
          for line in text.lines { print("  \(line)") }
        }
        for number in standing.damaged { print("\nvermelding \(number): beschadigd; zie «casusregie journal verify»") }
      }
    }

    private func overview(_ configuration: DeadlineConfiguration, _ administration: Administration) async throws {
      for workflow in try await administration.workflows() {
        print("\(workflow.key) \(workflow.version), instelling \(configuration.revision)")
        for deadline in configuration.overview(of: workflow) { print(deadline.text) }
      }
    }
  }
}

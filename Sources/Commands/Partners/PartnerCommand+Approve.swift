import ArgumentParser
import StrictJSON

/// What administrators look at, and what becomes of a proposal.
extension PartnerCommand {
  struct Proposals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists what was proposed, and what took rights away at once.",
      discussion: "Example: casusregie partner proposals"
    )

    @OptionGroup(title: "Service and access") var access: ServiceAccess

    func run() async throws {
      try await reporting {
        try await access.with { service in
          var damaged: [Int64] = []
          try await service.pages(from: ServicePath.rightsProposals) { page in
            for proposal in try page.list("voorstellen") {
              for line in try RightsText.proposal(proposal) { print(line) }
            }
            damaged = try page.numbers("beschadigd")
          }
          for number in damaged { print("proposal \(number): damaged in the database; see casusregie journal verify") }
        }
      }
    }
  }

  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what a proposal comes to, and changes nothing.",
      discussion: """
        What the organisation is and may now and then, on the broker too, how far that reaches, and the plan that whoever approves it
        names. Of an approved proposal it is what was approved.

        Example: casusregie partner plan 3
        """
    )

    @OptionGroup var options: RightsProposalOptions
    @Option(help: "How it is written: text or json.") var format = Format.text

    func run() async throws {
      try await reporting {
        try await options.access.with { service in
          let plan = try await service.get("\(options.path)/plan")
          guard format == .text else { return print(plan.json.text) }
          for line in try RightsText.proposal(await service.get(options.path)) { print(line) }
          for line in try RightsText.plan(plan) { print(line) }
        }
      }
    }
  }

  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Approves the proposal of another administrator, with the plan that you have seen.",
      discussion: """
        What somebody did at once, and asks a second person (partner suspend, key record), is confirmed by it; nothing is to be carried
        out then.

        It is refused when the plan is another one by now. Then whoever runs the service can carry it out, within 30 days and as long as
        nothing that it rests on changes.

        Example: casusregie partner approve 3 --plan 3f2a...
        """
    )

    @OptionGroup var options: RightsProposalOptions
    @Option(name: .customLong("plan"), help: "The plan, as partner plan names it.") var digest: String

    func validate() throws {
      guard digest.count == 64, digest.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
        throw ValidationError("--plan: this is no plan. «partner plan \(options.number)» names it: 64 digits.")
      }
    }

    func run() async throws {
      try await reporting {
        try await options.access.with { service in
          let approved = try await service.post("\(options.path)/goedkeuring", ["plan": .string(digest)])
          for line in try RightsText.proposal(approved) { print(line) }
          guard try approved.text("stand") != RightsText.doneAtOnce else { return }
          let command = try RightsText.command(of: approved)
          print("carry it out with the settings of the service: casusregie \(command)")
        }
      }
    }
  }

  struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Rejects the proposal of another administrator, also one that was approved and not carried out.",
      discussion: "Example: casusregie partner reject 3 --reason \"Eerst het convenant\""
    )

    @OptionGroup var options: RightsProposalOptions
    @Option(help: "Why: it stays on record.") var reason: String

    func run() async throws {
      try await reporting {
        try await options.access.with { service in
          let rejected = try await service.post("\(options.path)/afwijzing", ["reden": .string(reason)])
          for line in try RightsText.proposal(rejected) { print(line) }
        }
      }
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Withdraws your own proposal, also one that was approved and not carried out.",
      discussion: "Example: casusregie partner withdraw 3"
    )

    @OptionGroup var options: RightsProposalOptions

    func run() async throws {
      try await reporting {
        try await options.access.with { service in
          let withdrawn = try await service.post("\(options.path)/intrekking")
          for line in try RightsText.proposal(withdrawn) { print(line) }
        }
      }
    }
  }
}

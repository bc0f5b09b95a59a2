import ArgumentParser
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Mandate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mandate",
      abstract: "Enters that an organisation acts for another, as two administrators agreed, or ends that.",
      discussion: """
        It is proposed (partner propose mandate) and approved by another administrator, and holds in one workflow, for some roles, from
        its first day until its last. One person ends it before that, at once and on record: with its number, which is that of its
        proposal and which partner list has.

        Example: casusregie partner mandate --config casusregie.json --proposal 3
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of an approved proposal.") var proposal: Int64?
    @Option(help: "The number of a mandate that is to end now.") var end: Int64?
    @Option(help: "Of one that is to end, who does it; without it, the name under which you are logged in.") var by:
      String?
    @Option(help: "Of one that is to end: why.") var reason: String?

    func validate() throws {
      guard (proposal == nil) != (end == nil) else { throw ValidationError("Give --proposal, or --end.") }
      guard end != nil || by == nil && reason == nil else {
        throw ValidationError("--by and --reason go with --end: a proposal has both.")
      }
    }

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        if let proposal {
          return try print(PartnerCommand.text(await administration.carryOut(proposal, .mandate), .text))
        }
        let number = end ?? 0
        guard let ended = try await administration.endMandate(number, .init(by: by, reason: reason)) else {
          throw Failure("there is no mandate \(number), or it was ended before")
        }
        print("\(ended.mandate.text): ended, entry \(ended.entry)")
      }
    }
  }
}

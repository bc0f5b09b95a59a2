import ArgumentParser
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Removes an organisation: it takes part in nothing any more.",
      discussion: """
        It is shut out, holds no role, and its queues, its exchange and its broker users are removed with all that is in them. Its name
        stays, for cases of before; who removed it and why is in the journal of the directory (partner list --removed). It is refused
        while the organisation takes part in cases that have not ended, or messages to or of it wait, unless that is proposed (partner
        propose remove) and another administrator approved it; then it is carried out with --proposal. Broken off, it can be given again.

        Example: casusregie partner remove --config casusregie.json --oin 00000099000000000010 --by "J. Jansen" \\
          --reason "merged into Gemeente Voorbeeldstad"
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of an approved proposal: it says all of the rest.") var proposal: Int64?
    @Option(help: "Its number.") var oin: String?
    @Option(help: "Who removes it.") var by: String?
    @Option(help: "Why.") var reason: String?
    @Flag(help: "Also while it takes part in cases that have not ended.") var despiteCases = false
    @Flag(help: "Also while messages to or of it wait: what is in its queues is lost.") var despiteMessages = false

    func validate() throws {
      guard proposal == nil else {
        guard oin == nil, by == nil, reason == nil, !despiteCases, !despiteMessages else {
          throw ValidationError("--proposal says all of the rest: give it alone.")
        }
        return
      }
      guard oin != nil else { throw ValidationError("Give --oin, --by and --reason, or --proposal.") }
      for text in [by ?? "", reason ?? ""] where text.allSatisfy(\.isWhitespace) {
        throw ValidationError("--by and --reason must say something.")
      }
    }

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        if let proposal {
          return try print(PartnerCommand.text(await administration.carryOut(proposal, .remove), .text))
        }
        let (oin, by, reason) = (oin ?? "", by ?? "", reason ?? "")
        var allowed: Set<Administration.RemovalObstacle> = []
        if despiteCases { allowed.insert(.cases) }
        if despiteMessages { allowed.insert(.messages) }
        let isNew = try await administration.remove(oin, by: by, reason: reason, despite: allowed)
        print(isNew ? "\(oin) is removed" : "\(oin) was removed before; what was left of it on the broker is gone")
      }
    }
  }
}

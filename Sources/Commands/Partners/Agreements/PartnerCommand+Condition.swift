import ArgumentParser
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Condition: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters until when an organisation meets a condition of taking part, as two administrators agreed.",
      discussion: """
        Some roles are given to nobody who does not meet the conditions that the workflow names, as an agreement that was signed. It is
        proposed (partner propose condition) and approved by another administrator. It counts from the next command on. When it has run
        out nothing ends: the organisation is given no such role any more.

        Example: casusregie partner condition --config casusregie.json --proposal 3
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of the approved proposal.") var proposal: Int64

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        try print(PartnerCommand.text(await administration.carryOut(proposal, .condition), .text))
      }
    }
  }
}

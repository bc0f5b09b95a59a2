import ArgumentParser
import CaseCore
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes the name, the region or the roles of an organisation.",
      discussion: """
        What is not given stays as it is. The roles that are given come in the place of those that it has. It counts from the next
        command on, and is in the journal of the directory. Another region and roles that it does not have are proposed (partner propose
        change) and approved by another administrator, and then carried out with --proposal.

        Example: casusregie partner change --config casusregie.json --oin 00000099000000000010 \\
          --name "Gemeente Voorbeeldstad aan Zee"
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of an approved proposal: it says all of the rest.") var proposal: Int64?
    @Option(help: "Its number.") var oin: String?
    @Option(help: "Its name.") var name: String?
    @Option(help: "The region it works in.") var region: String?
    @Option(name: .customLong("role"), help: "A role it holds; may be given several times.") var roles: [String] = []

    func validate() throws {
      guard (proposal == nil) == (oin != nil), proposal == nil || name == nil && region == nil && roles.isEmpty else {
        throw ValidationError("Give --oin and what is to be another, or --proposal alone.")
      }
    }

    func run() async throws {
      try await reporting {
        if let proposal {
          let administration = try await Administration(options.read())
          return try print(PartnerCommand.text(await administration.carryOut(proposal, .enter), .text))
        }
        let change = Administration.PartnerChange(name: name, region: region, roles: roles.isEmpty ? nil : Set(roles))
        let changed = try await Administration(options.read()).change(oin ?? "", change)
        let roles = changed.roles.sorted().joined(separator: ",")
        print("\(changed.number)  \(changed.region)  \(roles)  \(Terminal.line(changed.name))")
      }
    }
  }
}

import ArgumentParser
import CaseCore
import Server

extension PartnerCommand {
  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes the name, the region or the roles of an organisation.",
      discussion: """
        What is not given stays as it is. The roles that are given come in the place of those that it has. It counts from the next
        command on, and is in the journal of the directory.

        Example: casusregie partner change --config casusregie.json --oin 00000099000000000010 \\
          --name "Gemeente Voorbeeldstad aan Zee"
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String
    @Option(help: "Its name.") var name: String?
    @Option(help: "The region it works in.") var region: String?
    @Option(name: .customLong("role"), help: "A role it holds; may be given several times.") var roles: [String] = []

    func run() async throws {
      try await reporting {
        let change = Administration.PartnerChange(name: name, region: region, roles: roles.isEmpty ? nil : Set(roles))
        let changed = try await Administration(options.read()).change(oin, change)
        let roles = changed.roles.sorted().joined(separator: ",")
        print("\(changed.number)  \(changed.region)  \(roles)  \(Terminal.line(changed.name))")
      }
    }
  }
}

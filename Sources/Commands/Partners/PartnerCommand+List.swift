import ArgumentParser
import CaseCore
import Server
import StoreBase

extension PartnerCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the organisations.",
      discussion: "Example: casusregie partner list --config casusregie.json"
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        for registered in try await Administration(options.read()).organisations() {
          let organisation = registered.organisation
          let roles = organisation.roles.sorted().joined(separator: ",")
          let name = Terminal.line(organisation.name)
          let state = registered.isSuspended ? "  (suspended)" : ""
          print("\(organisation.number)  \(organisation.region)  \(roles)  \(registered.queue)  \(name)\(state)")
        }
      }
    }
  }
}

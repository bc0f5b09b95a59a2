import ArgumentParser
import CaseCore
import Foundation
import Server

struct PartnerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partner",
    abstract: "The organisations that take part.",
    subcommands: [Add.self, List.self]
  )

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters an organisation: its place in the directory, its queue and its broker user.",
      discussion: """
        The password of a new broker user is written to standard output, once; it is kept nowhere. Again with the same
        number it changes name, region and roles.

        Example: casusregie partner add --config casusregie.json --oin 00000099000000000010 \\
          --name "Gemeente Voorbeeldstad" --region oost --role gemeente
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number: 20 digits or capitals.") var oin: String
    @Option(help: "Its name.") var name: String
    @Option(help: "The region it works in.") var region: String
    @Option(name: .customLong("role"), help: "A role it holds; may be given several times.") var roles: [String]

    @Flag(help: "Gives an existing broker user another password.") var newPassword = false

    func run() async throws {
      try await reporting {
        let organisation = Organisation(number: oin, name: name, region: region, roles: Set(roles))
        let administration = try await Administration(options.read())
        let faults = try await administration.faults(of: organisation)
        guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n")) }
        let access = try await administration.register(organisation, password: newPassword ? .new : .keptOrNew)
        print("queue \(access.queue)\nuser \(access.user)")
        if let password = access.password { print("password \(password)") }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the organisations.",
      discussion: "Example: casusregie partner list --config casusregie.json"
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        for (organisation, queue) in try await Administration(options.read()).organisations() {
          let roles = organisation.roles.sorted().joined(separator: ",")
          let name = Terminal.line(organisation.name)
          print("\(organisation.number)  \(organisation.region)  \(roles)  \(queue)  \(name)")
        }
      }
    }
  }
}

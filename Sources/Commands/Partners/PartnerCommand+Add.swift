import ArgumentParser
import CaseCore
import Foundation
import Server

extension PartnerCommand {
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters an organisation: its place in the directory, its queue and its broker user.",
      discussion: """
        All that its client needs is written to standard output. The password of a new broker user is among it once; it is kept
        nowhere. Again with the same number it changes name, region and roles, and gives a queue with a name of before
        another one.

        Example: casusregie partner add --config casusregie.json --oin 00000099000000000010 \\
          --name "Gemeente Voorbeeldstad" --region oost --role gemeente
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number: 20 digits or capitals.") var oin: String
    @Option(help: "Its name.") var name: String
    @Option(help: "The region it works in.") var region: String
    @Option(name: .customLong("role"), help: "A role it holds; may be given several times.") var roles: [String]
    @Option(help: "How it is written: text or json.") var format = Format.text

    @Flag(help: "Gives an existing broker user another password.") var newPassword = false

    func run() async throws {
      try await reporting {
        let organisation = Organisation(number: oin, name: name, region: region, roles: Set(roles))
        let administration = try await Administration(options.read())
        let faults = try await administration.faults(of: organisation)
        guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n")) }
        let access = try await administration.register(organisation, password: newPassword ? .new : .keptOrNew)
        print(try format == .json ? access.json : access.text)
      }
    }
  }
}

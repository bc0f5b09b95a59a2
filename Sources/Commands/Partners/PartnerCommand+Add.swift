import ArgumentParser
import CaseCore
import Foundation
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters an organisation: its place in the directory, its queue and its broker user.",
      discussion: """
        All that its client needs is written to standard output. The password of a new broker user is among it once; it is kept
        nowhere. Again with the same number it changes name, region and roles, and gives a queue with a name of before
        another one. With --certificate the user has no password: it logs in by a client certificate (mechanism EXTERNAL) whose common
        name is the user that is written; docs/operations/running.md says what the broker needs for that. What gives an organisation
        rights is proposed (partner propose add) and approved by another administrator, and then carried out with --proposal; the first
        organisation of administrators, with the role hoofdbeheerder alone, needs none.

        Example: casusregie partner add --config casusregie.json --proposal 3
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of an approved proposal: it says all of the rest.") var proposal: Int64?
    @Option(help: "Its number: 20 digits or capitals.") var oin: String?
    @Option(help: "Its name.") var name: String?
    @Option(help: "The region it works in.") var region: String?
    @Option(name: .customLong("role"), help: "A role it holds; may be given several times.") var roles: [String] = []
    @Option(help: "How it is written: text or json.") var format = Format.text

    @Flag(help: "Gives an existing broker user another password.") var newPassword = false
    @Flag(help: "Its broker user logs in by a client certificate, and by no password.") var certificate = false

    func validate() throws {
      guard !newPassword || !certificate else {
        throw ValidationError("--new-password gives a password, and --certificate none: give one of them.")
      }
      guard proposal == nil else {
        guard oin == nil, name == nil, region == nil, roles.isEmpty, !newPassword else {
          throw ValidationError("--proposal says all of the rest: give it alone, or with --certificate.")
        }
        return
      }
      guard oin != nil, name != nil, region != nil, !roles.isEmpty else {
        throw ValidationError("Give --proposal, or --oin, --name, --region and --role.")
      }
    }

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        if let proposal {
          let done = try await administration.carryOut(proposal, .enter, isByCertificate: certificate)
          return print(try PartnerCommand.text(done, format))
        }
        let organisation = Organisation(
          number: oin ?? "",
          name: name ?? "",
          region: region ?? "",
          roles: Set(roles)
        )
        let faults = try await administration.faults(of: organisation)
        guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n")) }
        let password: PartnerPassword = certificate ? .certificate : newPassword ? .new : .keptOrNew
        let access = try await administration.register(organisation, password: password)
        print(try format == .json ? access.json : access.text)
      }
    }
  }
}

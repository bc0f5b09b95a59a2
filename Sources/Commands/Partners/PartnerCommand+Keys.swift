import ArgumentParser
import CaseCore
import Foundation
import PartnerAdministration
import Server
import StoreBase

extension PartnerCommand {
  struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Registers or shows the public keys of an organisation, or of the service.",
      discussion: """
        Commands over queues are signed by their organisation (use sig) and encrypted for the service; answers the other way round
        (use enc). With --file the keys of a JSON Web Key Set come in the place of those that there were; two at a time of a use
        are fine, so that none has to change at once. With --service it writes the service's keys, which a partner needs. A new key is
        proposed (partner propose keys) and approved by another administrator, and then carried out with --proposal.

        Example: casusregie partner keys --config casusregie.json --proposal 3
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of an approved proposal: it says which keys, and of whom.") var proposal: Int64?
    @Option(help: "The number of the organisation.") var oin: String?
    @Option(help: "A JSON Web Key Set: public keys on P-256 with kid and use.") var file: String?
    @Flag(help: "Shows the keys of the service.") var service = false

    func validate() throws {
      guard [proposal != nil, oin != nil, service].count(where: \.self) == 1 else {
        throw ValidationError("Give --oin, --service, or --proposal.")
      }
      guard file == nil || oin != nil else { throw ValidationError("--file goes with --oin.") }
    }

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        if let proposal {
          return try print(PartnerCommand.text(await administration.carryOut(proposal, .keys), .text))
        }
        guard let oin else { return print(try administration.serviceKeys().json) }
        guard try await administration.organisations().contains(where: { $0.organisation.number == oin }) else {
          throw Failure("no organisation has the number \(oin)")
        }
        guard let file else { return print(try await administration.keys(of: oin).json) }
        guard let data = FileManager.default.contents(atPath: file) else { throw Failure("\(file) cannot be read") }
        let change = try await administration.register(KeySet(json: Array(data)), of: oin)
        print("\(change.added) added, \(change.ended) ended")
      }
    }
  }
}

import ArgumentParser
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Suspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shuts an organisation out of the broker.",
      discussion: """
        Its user may do nothing any more, its connections are closed, and commands of it that wait are not carried out. Its events are
        kept in its queue. REST does not go by this: its identity provider ends those tokens. One person does it at once, and it is on
        record. Another administrator confirms it afterwards (partner plan, partner approve), or two let it in again (partner propose
        resume); until then partner list and partner proposals say that it is not confirmed.

        Example: casusregie partner suspend --config casusregie.json --oin 00000099000000000010
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String
    @Option(help: "Who does it; without it, the name under which you are logged in.") var by: String?
    @Option(help: "Why.") var reason: String?

    func run() async throws {
      try await reporting {
        let account = Administration.Account(by: by, reason: reason)
        guard let number = try await Administration(options.read()).suspend(oin, account) else {
          throw Failure("no organisation has the number \(oin)")
        }
        print(
          "\(oin) is shut out; entry \(number) is for another administrator to confirm: casusregie partner plan \(number)"
        )
      }
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets an organisation in again that was suspended.",
      discussion: """
        What waited goes on. It is proposed (partner propose resume) and approved by another administrator. Give it another password
        first when the old one leaked: partner rotate.

        Example: casusregie partner resume --config casusregie.json --proposal 3
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of an approved proposal.") var proposal: Int64?
    @Option(help: "Its number, of one that is not suspended: what it may on the broker is made again.") var oin: String?

    func validate() throws {
      guard (proposal == nil) == (oin != nil) else { throw ValidationError("Give --proposal, or --oin.") }
    }

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        if let proposal {
          return try print(PartnerCommand.text(await administration.carryOut(proposal, .resume), .text))
        }
        let oin = oin ?? ""
        guard try await administration.resume(oin) else {
          throw Failure("no organisation has the number \(oin)")
        }
      }
    }
  }
}

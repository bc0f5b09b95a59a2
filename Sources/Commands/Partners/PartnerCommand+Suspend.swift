import ArgumentParser
import Server

extension PartnerCommand {
  struct Suspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shuts an organisation out of the broker.",
      discussion: """
        Its user may do nothing any more, its connections are closed, and commands of it that wait are not carried out. Its events are
        kept in its queue. REST does not go by this: its identity provider ends those tokens.

        Example: casusregie partner suspend --config casusregie.json --oin 00000099000000000010
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String

    func run() async throws {
      try await reporting {
        guard try await Administration(options.read()).suspend(oin) else {
          throw Failure("no organisation has the number \(oin)")
        }
      }
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets an organisation in again that was suspended.",
      discussion: """
        What waited goes on. Give it another password first when the old one leaked: partner add --new-password.

        Example: casusregie partner resume --config casusregie.json --oin 00000099000000000010
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String

    func run() async throws {
      try await reporting {
        guard try await Administration(options.read()).resume(oin) else {
          throw Failure("no organisation has the number \(oin)")
        }
      }
    }
  }
}

import ArgumentParser
import Messaging
import Server

extension PartnerCommand {
  struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives an organisation another password or certificate, while the one that it has goes on working.",
      discussion: """
        It gets another broker user beside the one that it has, with the same rights. What its client needs is written once, as partner
        add does. The new user logs in as the one that there is, by password or by certificate, unless you say which. When the
        client uses it, --finish shuts the former one out, also where it is connected, and removes it. A certificate that ends and is renewed
        with the same name needs none of this.
        A password or a key that leaked: partner suspend first, then this, --finish, partner resume.

        Example: casusregie partner rotate --config casusregie.json --oin 00000099000000000010
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String
    @Flag(help: "The other user logs in by a client certificate.") var certificate = false
    @Flag(help: "The other user has a password.") var password = false
    @Flag(help: "Ends the former user.") var finish = false
    @Option(help: "How it is written: text or json.") var format = Format.text

    func validate() throws {
      guard [certificate, password, finish].count(where: { $0 }) < 2 else {
        throw ValidationError("Give at most one of --certificate, --password and --finish.")
      }
    }

    private var kind: PartnerLogin.Kind? { certificate ? .certificate : password ? .password : nil }

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        guard !finish else {
          return print("the user \(try await administration.finishRotation(oin)) is gone")
        }
        let access = try await administration.rotate(oin, to: kind)
        print(try format == .json ? access.json : access.text)
      }
    }
  }
}

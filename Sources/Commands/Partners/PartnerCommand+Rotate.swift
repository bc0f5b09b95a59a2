import ArgumentParser
import Server

extension PartnerCommand {
  struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives an organisation another password, while the one that it has goes on working.",
      discussion: """
        It gets another broker user beside the one that it has, with the same rights. What its client needs is written once, as partner
        add does. When the client uses the new user, --finish shuts the former one out, also where it is connected, and removes it.
        A password that leaked: partner suspend first, then this, --finish, partner resume.

        Example: casusregie partner rotate --config casusregie.json --oin 00000099000000000010
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String
    @Flag(help: "Ends the former user.") var finish = false
    @Option(help: "How it is written: text or json.") var format = Format.text

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        guard !finish else {
          return print("the user \(try await administration.finishRotation(oin)) is gone")
        }
        let access = try await administration.rotate(oin)
        print(try format == .json ? access.json : access.text)
      }
    }
  }
}

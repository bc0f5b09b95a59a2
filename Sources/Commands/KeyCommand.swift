import ArgumentParser
import CaseCore
import Server
import StoreBase

struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "The keyring.",
    subcommands: [New.self, Record.self]
  )

  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a new keyring to standard output.",
      discussion: """
        Whoever loses it loses the content of all cases; whoever has it can read them. It does not belong in the database,
        nor in its backups.

        Example: (umask 077; casusregie key new --name 2026-11 > /etc/casusregie/keyring)
        """
    )

    @Option(help: "Names the first key, for instance by its month.") var name: String

    func run() async throws { print(Keyring.newText(keyName: name), terminator: "") }
  }

  struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts on record which keys the keyring has, by their names, and who changed that.",
      discussion: """
        After each change of the file of the keyring, by whoever made it. Nothing of a key is written down but its name. Another
        administrator confirms it (partner plan, partner approve); until then partner proposals and doctor say that it is not confirmed.

        Example: casusregie key record --by "J. Jansen" --reason "A key for each half year" --config casusregie.json
        """
    )

    @Option(help: "Who changed it; without it, the name under which you are logged in.") var by: String?
    @Option(help: "Why.") var reason: String
    @OptionGroup var options: SettingsOptions

    func validate() throws {
      guard by.map({ TextRule.name.holds($0.composed) }) ?? true, TextRule.reason.holds(reason.composed) else {
        throw ValidationError("--by and --reason must say something, on one line.")
      }
    }

    func run() async throws {
      try await reporting {
        let account = Administration.Account(by: by?.composed, reason: reason.composed)
        guard let number = try await Administration(options.read()).recordKeyring(account) else {
          return print("its keys are those that were recorded last")
        }
        print("entry \(number) is for another administrator to confirm: casusregie partner plan \(number)")
      }
    }
  }
}

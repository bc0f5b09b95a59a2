import ArgumentParser
import StoreBase

struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "The keyring.",
    subcommands: [New.self]
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
}

import ArgumentParser
import Commands

/// The program of a service for real use. What is only for trying things out is not in it: see `casusregie-dev`.
@main
struct Casusregie: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "casusregie",
    abstract: "Runs cases of several organisations as declared, checked and versioned state machines.",
    discussion: """
      Settings come from the environment (CASUSREGIE_DATABASE_URL, ...) and from the file given with --config.

      Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong.
      """,
    version: CommandRun.version,
    subcommands: CommandRun.commands
  )

  static func main() async { await CommandRun.run(Self.self) }
}

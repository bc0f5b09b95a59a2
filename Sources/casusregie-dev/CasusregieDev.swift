import ArgumentParser
import Commands
import Development
import Server
import Synchronization

/// The program for development: all that `casusregie` has, and what is only for trying things out and measuring.
@main
struct CasusregieDev: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "casusregie-dev",
    abstract: "All that casusregie does, and what it takes to try it out on one machine.",
    discussion: """
      --local, with any command that needs settings or a service, names the installation that «start» runs on this machine;
      --folder DIR beside it the one of another folder than .local.

      Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong.
      """,
    version: CommandRun.version,
    subcommands: [StartCommand.self, TokenCommand.self, DemoCommand.self, BenchCommand.self, ChaosCommand.self]
      + CommandRun.commands.filter { $0.configuration.commandName != "partner" }
      + [DevelopmentPartnerCommand.self]
  )

  static func main() async {
    SettingsOptions.completion.withLock { $0 = LocalMode.complete }
    await CommandRun.run(Self.self, replacing: LocalArguments.replaced)
  }
}

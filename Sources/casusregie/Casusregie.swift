import ArgumentParser

@main
struct Casusregie: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "casusregie",
    abstract: "Runs cases of several organisations as declared, checked and versioned state machines.",
    discussion: """
      Settings come from the environment (CASUSREGIE_DATABASE_URL, ...) and from the file given with --config. With --local
      they come from the installation that «serve --local» runs on this machine.

      Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong.
      """,
    version: "0.2.0",
    subcommands: [
      Serve.self, Migrate.self, WorkflowCommand.self, PartnerCommand.self, JournalCommand.self, TokenCommand.self,
      DeadlineCommand.self,
      KeyCommand.self, DemoCommand.self, BenchCommand.self,
    ]
  )

  /// The parser's own codes for a wrong command line differ from system to system; ours is 2.
  static func main() async {
    ProcessEnd.outliveReaders()
    await runToEnd()
    ProcessEnd.end(0)
  }

  private static func runToEnd() async {
    do {
      var command = try parseAsRoot()
      try RepeatedOption.refuse(CommandLine.arguments.dropFirst(), of: type(of: command))
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let error as Failure {
      Failure.report(Failure(told(error.message), code: error.code))
    } catch {
      let (code, message) = (exitCode(for: error), told(fullMessage(for: error)))
      guard code != .success else { return print(message) }
      Failure.report(Failure(message, code: code == .failure ? 1 : 2))
    }
  }

  /// In the language of the command.
  private static func told(_ message: String) -> String {
    DutchFace.isTyped ? DutchFace.translated(message) : message
  }
}

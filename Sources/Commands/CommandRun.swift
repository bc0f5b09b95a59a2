package import ArgumentParser

/// A command line, from what was typed to the end of the program.
package enum CommandRun {
  package static let version = "0.2.0"

  /// The commands of whoever runs a service or works with one.
  package static let commands: [any ParsableCommand.Type] = [
    Serve.self, Migrate.self, WorkflowCommand.self, PartnerCommand.self, DeadLetterCommand.self, JournalCommand.self,
    DeadlineCommand.self, KeyCommand.self, RightsCommand.self, DoctorCommand.self, Health.self,
  ]

  /// The parser's own codes for a wrong command line differ from system to system; ours is 2.
  /// - Parameter replacing: puts what the commands know in the place of what was typed.
  package static func run<Root: AsyncParsableCommand>(
    _ root: Root.Type,
    replacing: ([String]) throws -> [String] = { $0 }
  ) async {
    ProcessEnd.outliveReaders()
    do {
      let arguments = try replacing(Array(CommandLine.arguments.dropFirst()))
      var command = try root.parseAsRoot(arguments)
      try RepeatedOption.refuse(arguments, of: type(of: command))
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let error as Failure {
      Failure.report(Failure(told(error.message), code: error.code))
    } catch {
      let (code, message) = (root.exitCode(for: error), told(root.fullMessage(for: error)))
      guard code == .success else { Failure.report(Failure(message, code: code == .failure ? 1 : 2)) }
      print(message)
    }
    ProcessEnd.end(0)
  }

  /// In the language of the command.
  private static func told(_ message: String) -> String {
    DutchFace.isTyped ? DutchFace.translated(message) : message
  }
}

import ArgumentParser
import Foundation

/// An option that takes one value and was given more than once. The parser takes the last value and passes the others over in
/// silence, and nobody knows which one was meant.
enum RepeatedOption {
  /// - Parameter arguments: that the parser has taken already, for that command.
  /// - Throws: ``Failure`` that names the options, as of a wrong command line.
  static func refuse(_ arguments: some Sequence<String>, of command: any ParsableCommand.Type) throws(Failure) {
    let names = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }.map { $0.prefix { $0 != "=" } }
    let counts = Dictionary(names.map { (String($0), 1) }, uniquingKeysWith: +)
    let repeated = counts.filter { $1 > 1 }.keys
    guard !repeated.isEmpty else { return }
    let single = singleOptions(of: command)
    let faults = repeated.filter(single.contains).sorted().map {
      DutchFace.isTyped
        ? "\($0) staat er meer dan eens, en heeft één waarde." : "\($0) is given more than once, and takes one value"
    }
    guard faults.isEmpty else { throw Failure(faults.joined(separator: "\n"), code: 2) }
  }

  /// By what the parser knows of the command itself.
  private static func singleOptions(of command: any ParsableCommand.Type) -> Set<String> {
    // The parser writes this itself. Without it nothing is refused, as before.
    guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(command._dumpHelp().utf8)) else { return [] }
    let options = tool.command.arguments.filter { $0.kind == "option" && !$0.isRepeating }
    return Set(options.flatMap { $0.names ?? [] }.map { "--\($0.name)" })
  }

  private struct Tool: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let arguments: [Argument]
  }

  private struct Argument: Decodable {
    let kind: String
    let isRepeating: Bool
    let names: [Name]?
  }

  private struct Name: Decodable {
    let name: String
  }
}

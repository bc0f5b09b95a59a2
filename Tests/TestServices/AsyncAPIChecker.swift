package import Foundation

/// `scripts/checkers/check-asyncapi.py`, with the libraries that it asks for.
package enum AsyncAPIChecker {
  /// - Returns: what the script says, as JSON. The first time, this installs the libraries.
  package static func run(_ mode: String, input: Data = Data()) async throws -> Data {
    try await blocking {
      let python = try ScriptRun.path(by: "checkers/asyncapi-checkers").appending(path: "python").path
      let script = ScriptRun.root.appending(path: "scripts/checkers/check-asyncapi.py").path
      return try ScriptRun.output(of: python, ["-W", "ignore", script, mode], input: input)
    }
  }

  /// What the messages are that it knows by the document, and what is wrong with them.
  package struct Report: Decodable, Sendable {
    package let faults: [String]
    package let names: Set<String>
  }

  /// - Parameter lines: each a JSON object, as the script has them.
  package static func report(_ lines: [String]) async throws -> Report {
    let data = try await run("messages", input: Data(lines.joined(separator: "\n").utf8))
    return try JSONDecoder().decode(Report.self, from: data)
  }
}

package import Foundation

/// `scripts/api/check-openapi.py`, with the libraries that it asks for.
package enum OpenAPIChecker {
  /// - Returns: what the script says, as JSON. The first time, this installs the libraries.
  package static func run(_ mode: String, input: Data) async throws -> Data {
    try await blocking {
      let python = try ScriptRun.path(by: "checkers/asyncapi-checkers").appending(path: "python").path
      let script = ScriptRun.root.appending(path: "scripts/api/check-openapi.py").path
      return try ScriptRun.output(of: python, ["-W", "ignore", script, mode], input: input)
    }
  }

  /// What is wrong with a description.
  package static func faults(of document: String) async throws -> [String] {
    try JSONDecoder().decode([String].self, from: await run("document", input: Data(document.utf8)))
  }

  /// Which operations answered, with their statuses, and what of it is not as docs/openapi.yaml says.
  package struct Report: Decodable, Sendable {
    package let faults: [String]
    package let operations: Set<String>
  }

  /// - Parameter lines: each a JSON object, as the script has them.
  package static func report(_ lines: [String]) async throws -> Report {
    try JSONDecoder().decode(Report.self, from: await run("answers", input: Data(lines.joined(separator: "\n").utf8)))
  }
}

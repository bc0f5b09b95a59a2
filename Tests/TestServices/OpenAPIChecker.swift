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

  /// One answer as the script has it.
  /// - Parameter path: as it was asked for, with its query.
  package static func line(
    _ method: String,
    _ path: String,
    _ status: Int,
    headers: [(name: String, value: String)],
    body: Data
  ) throws -> String {
    // The day is another for each.
    let told = headers.map { ($0.name.lowercased(), $0.value) }.filter { $0.0 != "date" }
    let answer: [String: Any] = [
      "method": method, "path": path, "status": status, "headers": Dictionary(told) { $1 },
      "body": String(decoding: body, as: UTF8.self),
    ]
    return String(decoding: try JSONSerialization.data(withJSONObject: answer, options: .sortedKeys), as: UTF8.self)
  }

  /// - Parameter lines: each by ``line(_:_:_:headers:body:)``.
  package static func report(_ lines: [String]) async throws -> Report {
    try JSONDecoder().decode(Report.self, from: await run("answers", input: Data(lines.joined(separator: "\n").utf8)))
  }
}

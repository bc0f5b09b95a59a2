import Foundation

/// `scripts/api/check-design-rules.py`: the NLGov REST API Design Rules, held against a description.
package enum DesignRules {
  /// Rule and place.
  package typealias Finding = [String]

  package struct Report: Decodable, Sendable {
    /// Those that the script knows.
    package let rules: [String]
    /// Of the document itself, and of it with each of the changes alone.
    package let found: [[Finding]]
  }

  /// - Parameter input: as the script has it: JSON.
  package static func report(_ input: String) async throws -> Report {
    try await blocking {
      let script = ScriptRun.root.appending(path: "scripts/api/check-design-rules.py").path
      let output = try ScriptRun.output(of: "/usr/bin/python3", [script], input: Data(input.utf8))
      return try JSONDecoder().decode(Report.self, from: output)
    }
  }
}

import Foundation

/// `scripts/checkers/check-otlp.py`: what a collector of traces was sent, as OpenTelemetry's own messages read it.
package enum OTLPReader {
  package struct Span: Decodable, Sendable {
    package let service: String
    package let name: String
    package let kind: String
    package let trace: String
    package let span: String
    /// Empty for the first of a trace.
    package let parent: String
    package let nanoseconds: Int64
    /// In which it began.
    package let year: Int
    package let isError: Bool
    package let attributes: [String: String]
    /// Traces that it points to.
    package let links: [String]
  }

  /// - Parameter bodies: of requests, each one line.
  /// - Throws: what is wrong with one of them. The first time, this installs the libraries.
  package static func spans(_ bodies: [String]) async throws -> [Span] {
    let output = try await blocking {
      let python = try ScriptRun.path(by: "checkers/asyncapi-checkers").appending(path: "python").path
      let script = ScriptRun.root.appending(path: "scripts/checkers/check-otlp.py").path
      return try ScriptRun.output(of: python, [script], input: Data(bodies.joined(separator: "\n").utf8))
    }
    return try output.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Span.self, from: $0) }
  }
}

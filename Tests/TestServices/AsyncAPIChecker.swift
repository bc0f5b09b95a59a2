package import Foundation
import LocalServices

/// `scripts/check-asyncapi.py`, with the libraries that it asks for.
package enum AsyncAPIChecker {
  package struct Failed: Error { package let errors: String }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// - Returns: what the script says, as JSON. The first time, this installs the libraries.
  package static func run(_ mode: String, input: Data = Data()) async throws -> Data {
    try await blocking {
      let programs = try run("/bin/bash", [root.appending(path: "scripts/asyncapi-checkers").path], Data())
      let python = String(decoding: programs, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) + "/python"
      let script = root.appending(path: "scripts/check-asyncapi.py").path
      return try run(python, ["-W", "ignore", script, mode], input)
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

  /// Input of any size goes by a file, for a pipe holds little.
  private static func run(_ program: String, _ arguments: [String], _ input: Data) throws -> Data {
    let file = FileManager.default.temporaryDirectory.appending(path: "casusregie-check-\(UUID().uuidString)")
    try input.write(to: file)
    // What is left is in the system's temporary folder.
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let (stdout, stderr) = (try ChildPipe(), try ChildPipe())
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    (process.standardOutput, process.standardError) = (stdout.writing, stderr.writing)
    try process.start()
    try stdout.writing.close()
    try stderr.writing.close()
    let output = try stdout.reading.readToEnd() ?? Data()
    let errors = try stderr.reading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(errors: String(decoding: errors, as: UTF8.self)) }
    return output
  }
}

import Foundation
import LocalServices

/// A program of this project or of the machine, run to its end.
enum ScriptRun {
  struct Failed: Error { let errors: String }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// Waits for it, so not on a thread that tasks share. Input of any size goes by a file, for a pipe holds little.
  /// - Returns: what it prints.
  static func output(of program: String, _ arguments: [String], input: Data = Data()) throws -> Data {
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

  /// - Parameter script: one of `scripts`, which prints the path of what it makes sure is there.
  static func path(by script: String) throws -> URL {
    let printed = try output(of: "/bin/bash", [root.appending(path: "scripts/\(script)").path])
    return URL(filePath: String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

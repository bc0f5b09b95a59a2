import Foundation

/// A program of one of Debian's packages.
package struct Program {
  let path: String

  /// Finds the program in `folders`, the first that has it, and after those in `PATH`.
  package init(_ name: String, folders: [String], packages: [String]) throws(LocalServiceError) {
    let searched = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
    let candidates = (folders + searched).map { "\($0)/\(name)" }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw .programMissing(program: name, packages: packages)
    }
    self.path = path
  }

  /// Runs a command to its end and returns its exit status and all it printed.
  static func run(
    _ command: [String],
    environment: [String: String]
  ) async throws -> (status: Int32, output: String) {
    try await DispatchQueue.global().run { try runBlocking(command, environment: environment) }
  }

  private static func runBlocking(
    _ command: [String],
    environment: [String: String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = try ChildPipe()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = environment
    process.currentDirectoryURL = URL(filePath: "/")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output.writing
    process.standardError = output.writing
    try process.start()
    try output.writing.close()
    let text = try output.reading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}

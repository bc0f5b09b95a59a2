import CaseCore
import Foundation

/// The program that lays out a graph.
struct Graphviz {
  private let dot: String

  /// - Parameter folders: where to look; in those of `PATH`, when not given.
  init(folders: [String]?) throws(DiagramError) {
    let path = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
    let candidates = (folders ?? path).map { "\($0)/dot" }
    guard let dot = candidates.first(where: FileManager.default.isExecutableFile) else { throw .graphvizMissing }
    self.dot = dot
  }

  /// The SVG of a graph in the DOT language.
  func draw(_ graph: String) throws(DiagramError) -> String {
    do { return try run(on: graph) } catch let error as DiagramError { throw error } catch {
      throw .graphvizFailed("\(error)")
    }
  }

  /// The graph goes by way of a file: a pipe into a program that has already ended would end this one too.
  private func run(on graph: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).dot")
    try Data(graph.utf8).write(to: file)
    // A file left in the temporary folder is no reason to fail.
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    let errors = Pipe()
    process.executableURL = URL(filePath: dot)
    // Quiet: the few lines of an error fit in the pipe, any number of warnings about fonts might not.
    process.arguments = ["-q", "-Tsvg", file.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let picture = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DiagramError.graphvizFailed(String(decoding: complaint, as: UTF8.self).onOneLine)
    }
    return String(decoding: picture, as: UTF8.self)
  }
}

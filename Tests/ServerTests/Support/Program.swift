import Foundation

/// The program under test, and how to run it to its end.
enum Program {
  /// What a run left behind.
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  struct NotBuilt: Error {
    let looked: [String]
  }

  /// The folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The program that was built with these tests: beside them, wherever that is.
  static var path: String {
    get throws {
      let places = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap(\.self)
      let paths = places.map { $0.deletingLastPathComponent().appending(path: "casusregie").path }
      guard let path = paths.first(where: FileManager.default.isExecutableFile) else { throw NotBuilt(looked: paths) }
      return path
    }
  }

  /// Runs a command and waits for its end.
  static func run(_ arguments: String..., environment: [String: String] = [:], limit: Duration = .seconds(60))
    async throws -> Result
  {
    try await run(arguments, environment: environment, limit: limit)
  }

  static func run(_ arguments: [String], environment: [String: String] = [:], limit: Duration = .seconds(60))
    async throws -> Result
  {
    let child = try await ChildProcess(arguments, environment: environment)
    let code = try await child.ended(limit: limit)
    return Result(code: code, output: child.output, errors: child.errors)
  }
}

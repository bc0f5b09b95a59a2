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
    let paths: [String]
  }

  /// The folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The program of a service for real use.
  static var path: String { get throws { try path(of: "casusregie") } }

  /// The program for development: what serves a local installation.
  static var development: String { get throws { try path(of: "casusregie-dev") } }

  /// The example of a client in Swift.
  static var partnerClient: String { get throws { try path(of: "partner-client") } }

  /// What was built with these tests is beside them, wherever that is.
  private static func path(of name: String) throws -> String {
    let places = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap(\.self)
    let paths = places.map { $0.deletingLastPathComponent().appending(path: name).path }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else { throw NotBuilt(paths: paths) }
    return path
  }

  /// Runs a command and waits for its end.
  /// - Parameter program: ``path``, when no other is named.
  static func run(
    _ arguments: String...,
    program: String? = nil,
    environment: [String: String] = [:],
    limit: Duration = .seconds(240)
  ) async throws -> Result {
    try await run(arguments, program: program, environment: environment, limit: limit)
  }

  static func run(
    _ arguments: [String],
    program: String? = nil,
    environment: [String: String] = [:],
    limit: Duration = .seconds(240)
  ) async throws -> Result {
    let child = try await ChildProcess(arguments, program: program, environment: environment)
    let code = try await child.ended(limit: limit)
    return Result(code: code, output: child.output, errors: child.errors)
  }
}

import Foundation
import LocalServices
import Postgres
import TestServices

/// A schema as `pg_dump` tells it, without what differs from one server or day to the next.
struct SchemaDump {
  private let programs: String
  private let configuration: PostgresConfiguration

  /// - Parameter programs: the folder of the server's programs, so that both are of one version.
  init(programs: String, _ configuration: PostgresConfiguration) {
    self.programs = programs
    self.configuration = configuration
  }

  func normalised() async throws -> String {
    let text = try await blocking { try dump() }
    // Comments have versions, settings come from the server, `\restrict` has a random word.
    let ignored = ["--", "SET ", "SELECT pg_catalog.set_config", "\\"]
    let lines = text.split(separator: "\n").filter { line in !ignored.contains { line.hasPrefix($0) } }
    return lines.joined(separator: "\n") + "\n"
  }

  private func dump() throws -> String {
    let process = Process()
    let output = try ChildPipe()
    process.executableURL = URL(filePath: "\(programs)/pg_dump")
    process.arguments = ["--schema-only", "--no-owner"]
    process.environment = [
      "PGHOST": configuration.host, "PGPORT": "\(configuration.ports[0])", "PGUSER": configuration.user,
      "PGPASSWORD": configuration.password ?? "", "PGDATABASE": configuration.database, "LC_ALL": "C",
    ]
    process.standardOutput = output.writing
    try process.start()
    try output.writing.close()
    let text = try output.reading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileReadUnknown) }
    return String(decoding: text, as: UTF8.self)
  }
}

import Foundation

extension LocalPostgres {
  /// Runs SQL as the superuser by way of `psql` and returns what it prints: rows only, columns apart by `|`.
  @discardableResult
  package func psql(_ sql: String, database: String = "postgres") async throws -> String {
    let command = [
      "\(programs)/psql", "--no-psqlrc", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)",
      "-U", superuser, "-d", database, "-c", sql,
    ]
    // By environment, since everybody can read a command line.
    let environment = ["PGPASSWORD": password, "PATH": "/usr/bin:/bin"]
    let (status, output) = try await Program.run(command, environment: environment)
    guard status == 0 else { throw PsqlFailure(output: output) }
    return output.trimmingCharacters(in: .newlines)
  }
}

/// What `psql` said when it failed.
package struct PsqlFailure: Error, CustomStringConvertible, CustomDebugStringConvertible {
  let output: String

  package var description: String { "psql failed" }
  package var debugDescription: String { "psql failed: \(output)" }
}

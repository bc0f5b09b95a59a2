extension LocalPostgres {
  /// Runs PostgreSQL's own load generator as the superuser, to its end, and returns what it prints.
  ///
  /// - Parameter options: all but where and as whom to connect.
  @discardableResult
  package func pgbench(_ options: [String], database: String) async throws -> String {
    // A child inherits which signals are blocked: on a thread of Dispatch all are, and pgbench ends by its alarm.
    let command =
      [
        "/usr/bin/env", "--default-signal=ALRM", "\(programs)/pgbench", "-h", "127.0.0.1", "-p", "\(port)", "-U",
        superuser,
      ] + options + [database]
    // By environment, since everybody can read a command line.
    let environment = ["PGPASSWORD": password, "PATH": "/usr/bin:/bin"]
    let (status, output) = try await Program.run(command, environment: environment)
    guard status == 0 else { throw PgbenchFailure(output: output) }
    return output
  }
}

/// What `pgbench` said when it failed.
package struct PgbenchFailure: Error, CustomStringConvertible, CustomDebugStringConvertible {
  let output: String

  package var description: String { "pgbench failed" }
  package var debugDescription: String { "pgbench failed: \(output)" }
}

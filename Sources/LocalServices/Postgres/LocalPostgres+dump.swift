package import Foundation

extension LocalPostgres {
  /// Writes a database to a file in PostgreSQL's custom format, by way of `pg_dump`.
  /// - Parameter options: more of `pg_dump`.
  package func dump(_ database: String, to file: URL, options: [String] = []) async throws {
    let form = ["--format=custom", "--compress=9", "--no-owner", "--file=\(file.path)"]
    try await run("pg_dump", form + options + [database])
  }

  /// Fills a database that is empty from a file of ``dump(_:to:)``, by way of `pg_restore`. Roles that have rights in it must
  /// be there.
  package func restore(_ database: String, from file: URL) async throws {
    try await run("pg_restore", ["--no-owner", "--exit-on-error", "--dbname=\(database)", file.path])
  }

  /// The statements that make the schema of a database, by way of `pg_dump`.
  package func schema(of database: String) async throws -> String {
    try await run("pg_dump", ["--schema-only", "--no-owner", database])
  }

  @discardableResult
  private func run(_ program: String, _ arguments: [String]) async throws -> String {
    let connection = ["-h", "127.0.0.1", "-p", "\(port)", "-U", superuser]
    // By environment, since everybody can read a command line.
    let environment = ["PGPASSWORD": password, "PATH": "/usr/bin:/bin"]
    let command = ["\(programs)/\(program)"] + connection + arguments
    let (status, output) = try await Program.run(command, environment: environment)
    guard status == 0 else { throw PsqlFailure(output: output) }
    return output
  }
}

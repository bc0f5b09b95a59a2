import CaseCore
import Foundation
import LocalServices

/// The same work by PostgreSQL's own load generator.
struct PgbenchLoad {
  let postgres: LocalPostgres
  let store: CommandStore
  let sizes: RowSizes
  let cases: Int

  /// - Parameters:
  ///   - script: one of ``PgbenchScript``.
  ///   - seconds: how long it starts new transactions.
  func run(_ script: String, clients: Int, seconds: Int) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "casusregie-\(UUID().uuidString).pgbench")
    try Data(script.utf8).write(to: file)
    // What is left behind is a text without secrets in the temporary folder.
    defer { try? FileManager.default.removeItem(at: file) }
    let values = variables.flatMap { ["-D", "\($0)=\($1)"] }
    let options = ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-T", "\(seconds)", "-f", file.path] + values
    do {
      try await postgres.pgbench(options, database: store.name)
    } catch {
      throw BenchmarkError.other(program: "pgbench", reason: String(reflecting: error))
    }
  }

  private var variables: [(String, String)] {
    let organisations = [BenchmarkWorkflow.clerk.organisation, BenchmarkWorkflow.partner.number]
    return [
      ("cases", "\(cases)"), ("clerk", organisations[0]), ("ground", BenchmarkWorkflow.ground),
      ("state", BenchmarkWorkflow.state), ("audience", "{clerk,partner}"),
      ("organisations", "{\(organisations.joined(separator: ","))}"),
      ("subjects", "{\(UUID().uuidString),\(UUID().uuidString)}"), ("events", "{bijgewerkt,bijgewerkt}"),
      ("deadlines", "{\(BenchmarkWorkflow.deadline)}"),
      ("hash", RowSizes.bytes(32)), ("content", RowSizes.bytes(sizes.content)),
      ("snapshot", RowSizes.bytes(sizes.snapshot)), ("answer", RowSizes.bytes(sizes.answer)),
    ]
  }
}

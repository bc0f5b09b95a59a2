import CaseCore
import CaseDoor
import CaseReading
import Foundation
import LocalServices
import Logging
import Postgres
import StoreBase
import StoreSchema
import WorkflowFiles

/// A database with cases that have children.
struct FamilyStore {
  private let pool: PostgresPool
  private let door: CommandDoor
  private let reader: CaseReader
  private let keyring: Keyring

  init(on postgres: LocalPostgres) async throws {
    let name = "bench_family"
    try await postgres.psql("create database \(name) template template0")
    let configuration = try PostgresConfiguration(connectionString: postgres.connectionString(database: name))
    _ = try await Migrator(PostgresConnection.open(configuration)).migrate()
    keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    pool = PostgresPool(configuration, pool: .init(maximum: 2), logger: Logger(label: "casusregie.bench"))
    try await OrganisationStore(pool).register(FamilyWorkflow.organisation, queue: "events.clerk")
    let file = try FamilyWorkflow.file()
    let workflow = file.workflow
    try await WorkflowStore(pool).publish(
      .init(workflow: workflow.key, version: workflow.version, source: file.source)
    )
    let library = WorkflowLibrary(current: [workflow])
    library.open()
    let directory = DirectoryCache()
    door = CommandDoor(pool: pool, keyring: keyring, library: library, directory: directory, wakes: Wakes())
    reader = CaseReader(pool: pool, keyring: keyring, library: library, directory: directory)
  }

  func close() async { await pool.close() }

  /// - Returns: the id under which the clerk knows a new case.
  func open(children: Int) async throws -> UUID {
    let known = try await aliases()
    try await submit(FamilyWorkflow.opening)
    guard let alias = try await aliases().subtracting(known).first else {
      throw BenchmarkError.notWhatWasAsked("no new case")
    }
    for _ in 0..<children { try await submit(FamilyWorkflow.adding(to: alias)) }
    return alias
  }

  func update(child: Int, of alias: UUID) async throws {
    try await submit(FamilyWorkflow.update(child: child, of: alias))
  }

  /// Reads the case, and the first page of its journal, as the clerk sees them.
  func read(_ alias: UUID) async throws {
    guard try await reader.view(alias, for: FamilyWorkflow.clerk) != nil else {
      throw BenchmarkError.notWhatWasAsked("a case that is not there")
    }
    _ = try await reader.journal(alias, for: FamilyWorkflow.clerk, after: 0, limit: 100)
  }

  private func submit(_ submission: Submission) async throws {
    let outcome = try await door.submit(submission)
    guard case .accepted = outcome else {
      throw BenchmarkError.notWhatWasAsked("a command was not accepted: \(outcome)")
    }
  }

  private func aliases() async throws -> Set<UUID> {
    try await pool.withConnection { connection in
      Set(try connection.query("select alias from case_party").map { try $0[0, as: UUID.self] })
    }
  }
}

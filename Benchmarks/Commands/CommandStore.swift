import CaseCore
import CaseDoor
import CaseReading
import Foundation
import LocalServices
import Logging
import Postgres
import StoreBase
import StoreSchema

/// One database with the service's schema, on the measurement's own PostgreSQL.
struct CommandStore {
  let name: String
  let pool: PostgresPool
  private let postgres: LocalPostgres

  /// Makes the database, with two organisations and the workflow.
  static func create(_ name: String, on postgres: LocalPostgres) async throws -> CommandStore {
    try await postgres.psql("create database \(name) template template0")
    let store = try CommandStore(name, on: postgres, connections: 1)
    let connection = try await PostgresConnection.open(store.configuration)
    _ = try await Migrator(connection).migrate()
    let clerk = BenchmarkWorkflow.clerk
    let organisations = [
      Organisation(
        number: clerk.organisation,
        name: "Clerk",
        region: BenchmarkWorkflow.region,
        roles: clerk.roles
      ),
      BenchmarkWorkflow.partner,
    ]
    for organisation in organisations {
      try await OrganisationStore(store.pool).register(organisation, queue: "events.\(organisation.number)")
    }
    try await WorkflowStore(store.pool).publish(
      .init(workflow: BenchmarkWorkflow.key, version: BenchmarkWorkflow.version, source: "benchmark")
    )
    return store
  }

  /// - Parameter connections: as many are opened, and no more.
  init(_ name: String, on postgres: LocalPostgres, connections: Int) throws {
    self.name = name
    self.postgres = postgres
    pool = PostgresPool(
      try PostgresConfiguration(connectionString: postgres.connectionString(database: name)),
      pool: PoolConfiguration(minimum: connections, maximum: connections, waitTimeout: .seconds(60)),
      logger: Logger(label: "casusregie.bench")
    )
  }

  /// The same database through other connections.
  func reopened(connections: Int) throws -> CommandStore {
    try CommandStore(name, on: postgres, connections: connections)
  }

  private var configuration: PostgresConfiguration {
    get throws { try PostgresConfiguration(connectionString: postgres.connectionString(database: name)) }
  }

  func door(_ keyring: Keyring, wakes: Wakes = Wakes()) -> CommandDoor {
    let library = WorkflowLibrary(current: [BenchmarkWorkflow.workflow])
    library.open()
    return CommandDoor(pool: pool, keyring: keyring, library: library, directory: DirectoryCache(), wakes: wakes)
  }

  func reader(_ keyring: Keyring) -> CaseReader {
    let library = WorkflowLibrary(current: [BenchmarkWorkflow.workflow])
    library.open()
    return CaseReader(pool: pool, keyring: keyring, library: library, directory: DirectoryCache())
  }

  /// Whether a commit waits for the disk: not while a database is only being filled. Holds for connections opened later.
  func waitForDisk(_ waits: Bool) async throws {
    try await postgres.psql("alter database \(name) set synchronous_commit = \(waits ? "on" : "off")")
  }

  func run(_ statement: Statement) async throws -> Rows {
    try await pool.withConnection { try $0.query(statement) }
  }

  /// Cases by what the partner calls them too.
  func known(_ aliases: [UUID]) async throws -> [BenchmarkCase] {
    let rows = try await run(
      """
      select own.alias, other.alias from case_party own join case_party other using (case_id)
      where own.organisation = \(BenchmarkWorkflow.clerk.organisation)
        and other.organisation = \(BenchmarkWorkflow.partner.number) and own.alias = any (\(aliases))
      """
    )
    return try rows.map { BenchmarkCase(clerk: try $0[0, as: UUID.self], partner: try $0[1, as: UUID.self]) }
  }

  /// Leaves both databases in the state in which a service at rest has its own.
  func settle() async throws {
    try await postgres.psql("vacuum analyze", database: name)
    try await postgres.psql("checkpoint", database: name)
  }
}

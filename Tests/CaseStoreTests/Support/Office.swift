import CaseCore
import CaseStore
import Foundation
import Logging
import Postgres
import TestServices

/// A store of its own for one test, with four organisations in one region.
struct Office {
  let pool: PostgresPool
  let database: FreshDatabase
  let door: CommandDoor
  let keyring: Keyring
  let clock: LocalClock
  let wakes = Wakes()

  static let clerk = Actor(subject: "planted-subject", organisation: "00000099000000000001", roles: ["clerk"])
  static let reviewer = Actor(subject: "someone", organisation: "00000099000000000002", roles: ["reviewer"])
  static let adviser = Actor(subject: "third", organisation: "00000099000000000003", roles: ["adviser"])
  static let applicant = Actor(subject: "fourth", organisation: "00000099000000000004", roles: ["applicant"])

  init(connections: Int = 4) async throws {
    database = try await TestServices.freshDatabase(template: "case_store") { database in
      let connection = try await PostgresConnection.open(
        PostgresConfiguration(connectionString: database.connectionString)
      )
      _ = try await Migrator(connection).migrate(local: true)
    }
    let logger = Logger(label: "test")
    pool = PostgresPool(
      try PostgresConfiguration(connectionString: database.connectionString),
      pool: PoolConfiguration(maximum: connections),
      logger: logger
    )
    keyring = try Keyring(text: Keyring.newText(keyName: "test"))
    let library = WorkflowLibrary(current: [PermitWorkflow.workflow])
    library.open()
    door = CommandDoor(pool: pool, keyring: keyring, library: library, directory: DirectoryCache(), wakes: wakes)
    clock = LocalClock(pool)
    try await WorkflowStore(pool).publish(.init(workflow: "permit", version: "1.0.0", source: "permit"))
    for actor in [Self.clerk, Self.reviewer, Self.adviser, Self.applicant] {
      try await OrganisationStore(pool).register(
        Organisation(number: actor.organisation, name: "Test", region: "oost", roles: actor.roles),
        queue: "events.\(actor.organisation)"
      )
    }
  }

  /// A new case of the clerk's.
  func apply(_ text: String = "planted-text", id: String? = nil, applicant: String? = nil) async throws -> Answer {
    var fields: [String: Input] = ["text": .string(text)]
    if let applicant { fields["applicant"] = .string(applicant) }
    return try await give("apply", by: Self.clerk, to: .newCase(workflow: "permit"), fields: fields, id: id)
  }

  func give(
    _ name: String,
    by actor: Actor,
    to target: Submission.Target,
    fields: [String: Input] = [:],
    revision: Int64? = nil,
    id: String? = nil
  ) async throws -> Answer {
    let command = Command(cause: .given(name: name, by: actor), fields: fields, expectedRevision: revision)
    return try await door.submit(Submission(target: target, command: command, id: id))
  }

  /// The first field of the first row.
  func read<Value: PostgresValue>(_ statement: Statement, as type: Value.Type = Value.self) async throws -> Value? {
    try await pool.withConnection { try $0.query(statement).first.map { try $0[0, as: type] } }
  }

  /// Changes rows as a superuser would.
  func tamper(_ statement: Statement) async throws {
    _ = try await pool.withConnection { try $0.query(statement).affected }
  }
}

extension Answer {
  /// The case's id for the sender, of an accepted command.
  var alias: UUID? { if case .accepted(let alias, _, _) = self { alias } else { nil } }
  var revision: Int64? { if case .accepted(_, let revision, _) = self { revision } else { nil } }
}

package import CaseCore
package import CaseDoor
package import CaseReading
package import DeadlineTimers
import Foundation
package import LocalTime
import Logging
package import Postgres
import Retrying
package import StoreBase
import StoreSchema
import TestServices

/// A store of its own for one test, with five organisations in one region.
package struct Office: Sendable {
  package let configuration: PostgresConfiguration
  package let pool: PostgresPool
  package let door: CommandDoor
  package let reader: CaseReader
  package let keyring: Keyring
  package let clock: LocalClock
  package let timers: TimerStore
  package let library: WorkflowLibrary
  package let wakes = Wakes()

  package static let clerk = Actor(subject: "planted-subject", organisation: "00000099000000000001", roles: ["clerk"])
  package static let reviewer = Actor(subject: "someone", organisation: "00000099000000000002", roles: ["reviewer"])
  package static let adviser = Actor(subject: "third", organisation: "00000099000000000003", roles: ["adviser"])
  package static let applicant = Actor(subject: "fourth", organisation: "00000099000000000004", roles: ["applicant"])
  package static let worker = Actor(subject: "fifth", organisation: "00000099000000000005", roles: ["worker"])

  /// In a database of its own on the shared server.
  /// - Parameters:
  ///   - workflow: that cases begin with.
  ///   - versions: other versions of it, published with their number for a text.
  package init(
    connections: Int = 4,
    workflow: Workflow = PermitWorkflow.workflow,
    versions: [Workflow] = []
  ) async throws {
    let database = try await TestServices.freshDatabase(template: "office") { database in
      try await Self.prepare(PostgresConfiguration(connectionString: database.connectionString))
    }
    let configuration = try PostgresConfiguration(connectionString: database.connectionString)
    try self.init(configuration, connections: connections, workflow: workflow, versions: versions)
    for version in versions {
      try await WorkflowStore(pool).publish(
        .init(workflow: version.key, version: version.version, source: version.version)
      )
    }
  }

  /// In a database that was prepared before; with the keyring of the office that works there already, its colleague.
  package init(
    _ configuration: PostgresConfiguration,
    connections: Int = 4,
    keyring: Keyring? = nil,
    workflow: Workflow = PermitWorkflow.workflow,
    versions: [Workflow] = []
  ) throws {
    self.configuration = configuration
    self.keyring = try keyring ?? Keyring(text: Keyring.newText(keyName: "test"))
    pool = PostgresPool(
      configuration,
      pool: PoolConfiguration(
        maximum: connections,
        waitTimeout: .seconds(60),
        reopening: Backoff(first: .milliseconds(20), longest: .milliseconds(100))
      ),
      logger: Logger(label: "office", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    let library = WorkflowLibrary(current: [workflow]) { text in
      versions.first { $0.version == text }
    }
    library.open()
    self.library = library
    let directory = DirectoryCache()
    door = CommandDoor(pool: pool, keyring: self.keyring, library: library, directory: directory, wakes: wakes)
    reader = CaseReader(pool: pool, keyring: self.keyring, library: library, directory: directory)
    clock = LocalClock(pool)
    timers = TimerStore(pool)
  }

  /// Makes the schema, with a clock that can be moved, the workflow and the organisations.
  package static func prepare(_ configuration: PostgresConfiguration) async throws {
    let connection = try await PostgresConnection.open(configuration)
    _ = try await Migrator(connection).migrate()
    try await LocalClock.install(on: connection)
    try await connection.query(
      "insert into workflow_version (workflow, version, digest, source) values ('permit', '1.0.0', sha256(''), 'permit')"
    )
    for actor in [clerk, reviewer, adviser, applicant, worker] {
      let (number, roles) = (actor.organisation, Array(actor.roles))
      try await connection.query(
        "insert into organisation (number, name, region, roles) values (\(number), 'Test', 'oost', \(roles))"
      )
      try await connection.query(
        "insert into recipient (organisation, queue) values (\(number), \("events.\(number)"))"
      )
    }
  }
}

import Foundation
import LocalServices
import Logging
import Postgres
import StoreSchema
import TestServices

let quiet = Logger(label: "MessagingTests") { _ in SwiftLogNoOpLogHandler() }

/// A database of its own with the service's schema, and what stands in for the door: rows in the outbox.
struct Outbox: Sendable {
  let configuration: PostgresConfiguration
  let pool: PostgresPool

  static func with<Result>(
    pool size: Int = 8,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Outbox) async throws -> Result
  ) async throws -> Result {
    let database = try await TestServices.freshDatabase(template: "messaging_template") { template in
      try await migrate(PostgresConfiguration(connectionString: template.connectionString))
    }
    return try await with(PostgresConfiguration(connectionString: database.connectionString), pool: size, body)
  }

  /// In a database that has the schema already.
  static func with<Result>(
    _ configuration: PostgresConfiguration,
    pool size: Int = 8,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Outbox) async throws -> Result
  ) async throws -> Result {
    let pool = PostgresPool(configuration, pool: PoolConfiguration(minimum: 0, maximum: size), logger: quiet)
    do {
      let result = try await body(Outbox(configuration: configuration, pool: pool))
      await pool.close()
      return result
    } catch {
      await pool.close()
      throw error
    }
  }

  static func migrate(_ configuration: PostgresConfiguration) async throws {
    let connection = try await PostgresConnection.open(configuration)
    _ = try await Migrator(connection).migrate()
  }

  /// The number of an organisation in tests.
  static func number(_ index: Int) -> String { "0000000100000000\(1000 + index)" }

  /// The queue of an organisation that is registered here. That its name can be guessed matters to nobody.
  static func queue(of number: String) -> String { "events.\(number)" }

  @discardableResult
  func register(_ index: Int) async throws -> String {
    let number = Self.number(index)
    try await pool.withConnection { connection in
      _ = try connection.transaction([
        """
        insert into organisation (number, name, region, roles)
        values (\(number), 'Organisatie', 'Regio', \(["partner"]))
        """,
        "insert into recipient (organisation, queue) values (\(number), \(Self.queue(of: number)))",
      ])
    }
    return number
  }

  /// Commits `count` events for one organisation, each of a revision of one case.
  func tell(_ organisation: String, count: Int = 1, event: String = "bijgewerkt") async throws {
    _ = try await pool.withConnection { connection in
      try connection.query(Self.insertion(organisation, count: count, event: event))
    }
  }

  static func insertion(
    _ organisation: String,
    caseID: UUID = UUID(),
    firstRevision: Int = 1,
    count: Int = 1,
    event: String = "bijgewerkt"
  ) -> Statement {
    """
    insert into outbox (case_id, revision, ground, recorded_at, organisation, subject, event)
    select \(caseID), \(firstRevision) + i, 'grondslag', service_now(), \(organisation), \(caseID),
      \(event)
    from generate_series(0, \(count) - 1) as i
    """
  }

  func number(_ statement: Statement) async throws -> Int {
    try await pool.withConnection { connection in
      guard let row = try connection.query(statement).first else { throw NoRow() }
      return try row[0, as: Int.self]
    }
  }

  func execute(_ statement: Statement) async throws {
    _ = try await pool.withConnection { connection in try connection.query(statement) }
  }

  /// Whether the broker has confirmed all there is to be told.
  func isAllTold() async throws -> Bool {
    try await number(
      """
      select count(*) from recipient where confirmed_sequence < last_sequence
        or exists (select from outbox where outbox.organisation = recipient.organisation and sequence is null)
      """
    ) == 0
  }

  struct NoRow: Error {}
}

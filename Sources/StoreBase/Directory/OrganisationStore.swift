public import CaseCore
import Foundation
public import Postgres

/// The organisations that take part, and the queue on which each is told.
public struct OrganisationStore: Sendable {
  private let pool: PostgresPool
  private let journal: DirectoryJournal?

  /// - Parameter keyring: what is entered is sealed with it; without one nothing is recorded in the journal of the directory.
  public init(_ pool: PostgresPool, keyring: Keyring? = nil) {
    self.pool = pool
    journal = keyring.map(DirectoryJournal.init)
  }

  /// Enters an organisation, or changes what is known of it, and records that in the journal of the directory.
  /// - Parameter queue: the queue of its events.
  public func register(_ organisation: Organisation, queue: String) async throws(StoreError) {
    let journal = journal
    try await pool.store { connection in
      try connection.withTransaction { connection in
        try journal?.record(.init(organisation), on: connection)
        try connection.pipeline([
          Queries.upsert.bind(organisation.number, organisation.name, organisation.region, organisation.roles.sorted()),
          Queries.recipient.bind(organisation.number, queue),
        ])
      }
    }
  }

  /// All organisations, by number, each with its queue.
  public func all() async throws(StoreError) -> [(organisation: Organisation, queue: String)] {
    try await pool.store { connection in
      let rows = try connection.query(
        """
        select number, name, region, roles, queue
        from organisation join recipient on recipient.organisation = organisation.number order by number
        """
      )
      return try rows.map { (try Self.organisation($0), try $0[4, as: String.self]) }
    }
  }

  static func all(on connection: isolated PostgresConnection) throws(PostgresError) -> [Organisation] {
    var organisations: [Organisation] = []
    for row in try connection.query("select number, name, region, roles from organisation") {
      organisations.append(try organisation(row))
    }
    return organisations
  }

  private static func organisation(_ row: Row) throws(PostgresError) -> Organisation {
    Organisation(number: try row[0], name: try row[1], region: try row[2], roles: Set(try row[3, as: [String].self]))
  }

  private enum Queries {
    static let upsert = PreparedQuery(
      """
      insert into organisation (number, name, region, roles) values ($1, $2, $3, $4)
      on conflict (number) do update set name = excluded.name, region = excluded.region, roles = excluded.roles
      """
    )
    static let recipient = PreparedQuery(
      "insert into recipient (organisation, queue) values ($1, $2) on conflict (organisation) do nothing"
    )
  }
}

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

  /// An organisation, and where its events go.
  public struct Registered: Sendable, Hashable {
    public var organisation: Organisation
    public var queue: String
    /// The queue that its events went to before, as long as it may still read that one.
    public var formerQueue: String?
  }

  /// Enters an organisation, or changes what is known of it, and records that in the journal of the directory.
  /// - Parameter queue: the queue of its events. When it is another than before, what is not confirmed goes there from now on: a
  ///   relay at work for the organisation loses its lease, and what it was sending comes into both queues, under the same ids.
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

  /// All organisations, by number.
  public func all() async throws(StoreError) -> [Registered] {
    try await pool.store { connection in
      let rows = try connection.query(
        """
        select number, name, region, roles, queue, former_queue
        from organisation join recipient on recipient.organisation = organisation.number order by number
        """
      )
      return try rows.map {
        Registered(organisation: try Self.organisation($0), queue: try $0[4], formerQueue: try $0[5])
      }
    }
  }

  /// The former queue of an organisation is there no more.
  public func forgetFormerQueue(of organisation: String) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query("update recipient set former_queue = null where organisation = \(organisation)")
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
      """
      insert into recipient (organisation, queue) values ($1, $2)
      on conflict (organisation) do update
      set queue = excluded.queue, former_queue = recipient.queue, lease = null, leased_until = clock_timestamp()
      where recipient.queue <> excluded.queue
      """
    )
  }
}

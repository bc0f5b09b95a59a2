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
    /// Whether it is shut out of the broker.
    public var isSuspended = false
    /// Whether that has been for so long that the broker has counted all that came into it.
    package var isFormerQueueSettled = false
  }

  /// Enters an organisation, or changes what is known of it, and records that in the journal of the directory.
  /// - Parameters:
  ///   - queue: the queue of its events. When it is another than before, what is not confirmed goes there from now on: a
  ///     relay at work for the organisation loses its lease, and what it was sending comes into both queues, under the same ids.
  ///   - commands: the queue that its commands come in by; `nil` for one that sends none.
  public func register(
    _ organisation: Organisation,
    queue: String,
    commands: String? = nil
  ) async throws(StoreError) {
    let journal = journal
    try await pool.store { connection in
      try connection.withTransaction { connection in
        try journal?.record(.init(organisation), on: connection)
        try connection.pipeline([
          Queries.upsert.bind(organisation.number, organisation.name, organisation.region, organisation.roles.sorted()),
          Queries.recipient.bind(organisation.number, queue), Queries.commands.bind(organisation.number, commands),
        ])
      }
    }
  }

  /// All organisations, by number.
  public func all() async throws(StoreError) -> [Registered] {
    try await pool.store { connection in
      let rows = try connection.query(
        """
        select number, name, region, roles, queue, former_queue,
          suspended_at is not null, coalesce(moved_at < clock_timestamp() - interval '1 minute', false)
        from organisation join recipient on recipient.organisation = organisation.number order by number
        """
      )
      return try rows.map {
        Registered(
          organisation: try Self.organisation($0),
          queue: try $0[4],
          formerQueue: try $0[5],
          isSuspended: try $0[6],
          isFormerQueueSettled: try $0[7]
        )
      }
    }
  }

  /// Those that send commands over queues, each with the queue that they come in by.
  package func senders() async throws(StoreError) -> [(number: String, commands: String)] {
    try await pool.store { connection in
      try connection.query(
        "select organisation, commands from recipient where commands is not null order by organisation"
      ).map { (try $0[0], try $0[1]) }
    }
  }

  /// Shuts an organisation out, or lets it in again. Its events are recorded all the same, and wait in its queue.
  /// - Returns: whether there is such an organisation.
  public func setSuspended(_ isSuspended: Bool, _ organisation: String) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.query(
        """
        update recipient set suspended_at = case when \(isSuspended) then coalesce(suspended_at, service_now()) end
        where organisation = \(organisation)
        """
      ).affected == 1
    }
  }

  /// Whether an organisation is shut out.
  package func isSuspended(_ organisation: String) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.query(
        "select from recipient where organisation = \(organisation) and suspended_at is not null"
      ).isEmpty == false
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
    static let commands = PreparedQuery(
      "update recipient set commands = $2 where organisation = $1 and $2 is not null and commands is distinct from $2"
    )
    static let recipient = PreparedQuery(
      """
      insert into recipient (organisation, queue) values ($1, $2)
      on conflict (organisation) do update
      set queue = excluded.queue, former_queue = recipient.queue, moved_at = clock_timestamp(), lease = null, leased_until = clock_timestamp()
      where recipient.queue <> excluded.queue
      """
    )
  }
}

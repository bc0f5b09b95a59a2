public import CaseCore
import Foundation
public import Postgres

/// The organisations that take part, and the queue on which each is told.
public struct OrganisationStore: Sendable {
  let pool: PostgresPool
  let journal: DirectoryJournal?
  let keyring: Keyring?
  let approval: Approval?

  /// - Parameter keyring: what is entered is sealed with it; without one nothing is recorded in the journal of the directory.
  public init(_ pool: PostgresPool, keyring: Keyring? = nil) {
    self.init(pool, keyring: keyring, on: nil)
  }

  /// - Parameter approval: on which it enters, lets in again or removes, once.
  package init(_ pool: PostgresPool, keyring: Keyring?, on approval: Approval?) {
    self.pool = pool
    self.keyring = keyring
    self.approval = approval
    journal = keyring.map(DirectoryJournal.init)
  }

  /// An organisation, and where its events go.
  public struct Registered: Sendable, Hashable {
    public var organisation: Organisation
    public var queue: String
    /// The queue that its events went to before, as long as it may still read that one.
    public var formerQueue: String?
    /// The queue that its commands come in by; `nil` for one that sends none.
    public var commands: String?
    /// Whether it is shut out of the broker.
    public var isSuspended = false
    /// Its broker user.
    public var user: String
    /// The user that it had before, as long as that one still works.
    public var formerUser: String?
    /// For how many whole days it has had two.
    public var rotationDays: Int?

    /// Those of its users that work.
    public var users: [String] { [user] + (formerUser.map { [$0] } ?? []) }
    /// Whether that has been for so long that the broker has counted all that came into it.
    package var isFormerQueueSettled = false
  }

  /// Enters an organisation, also one that was removed, or changes what is known of it, and records that in the journal of the
  /// directory.
  /// - Parameters:
  ///   - queue: the queue of its events. When it is another than before, what is not confirmed goes there from now on: a
  ///     relay at work for the organisation loses its lease, and what it was sending comes into both queues, under the same ids.
  ///   - commands: the queue that its commands come in by; `nil` for one that sends none.
  ///   - user: its broker user, of one that is new; `nil` for the first of its names.
  public func register(
    _ organisation: Organisation,
    queue: String,
    commands: String? = nil,
    user: String? = nil
  ) async throws(StoreError) {
    let (journal, approval) = (journal, approval)
    try await pool.store { connection in
      try connection.withTransaction { connection in
        try journal?.record(.init(organisation), by: approval, on: connection)
        try connection.pipeline([
          Queries.upsert.bind(organisation.number, organisation.name, organisation.region, organisation.roles.sorted()),
          Queries.recipient.bind(organisation.number, queue), Queries.commands.bind(organisation.number, commands),
          Queries.again.bind(organisation.number), Queries.user.bind(organisation.number, user),
        ])
      }
    }
  }

  /// Changes what is known of an organisation that takes part, as ``register(_:queue:commands:)`` does.
  /// - Returns: whether it takes part. One that was removed stays so: only who enters it again brings it back.
  package func change(
    _ organisation: Organisation,
    queue: String,
    commands: String?
  ) async throws(StoreError) -> Bool {
    let journal = journal
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        let change = Queries.change.bind(
          organisation.number,
          organisation.name,
          organisation.region,
          organisation.roles.sorted()
        )
        guard try connection.query(change).affected == 1 else { return false }
        try journal?.record(.init(organisation), on: connection)
        try connection.pipeline([
          Queries.recipient.bind(organisation.number, queue), Queries.commands.bind(organisation.number, commands),
        ])
        return true
      }
    }
  }

  /// All organisations that take part, by number.
  public func all() async throws(StoreError) -> [Registered] {
    try await pool.store { connection in
      try connection.query(Queries.all.bind(false)).map { try Registered($0) }
    }
  }

  /// One that takes part.
  public func find(_ number: String) async throws(StoreError) -> Registered? {
    try await all().first { $0.organisation.number == number }
  }

  /// Those that send commands over queues, each with the queue that they come in by.
  package func senders() async throws(StoreError) -> [(number: String, commands: String)] {
    try await pool.store { connection in
      try connection.query(
        """
        select organisation, commands from recipient join organisation on number = organisation
        where commands is not null and removed_at is null order by organisation
        """
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

  /// What decisions go by: those that were removed are among them, by their name, without a role.
  static func all(on connection: isolated PostgresConnection) throws(PostgresError) -> [Organisation] {
    var organisations: [Organisation] = []
    let conditions = try conditions(on: connection)
    for row in try connection.query(
      """
      select number, name, region, case when removed_at is null then roles else '{}' end, successor
      from organisation left join merger on former = number
      """
    ) {
      var found = try organisation(row)
      found.successor = try row[4]
      found.conditions = conditions[found.number] ?? [:]
      organisations.append(found)
    }
    return organisations
  }

  static func organisation(_ row: Row) throws(PostgresError) -> Organisation {
    Organisation(number: try row[0], name: try row[1], region: try row[2], roles: Set(try row[3, as: [String].self]))
  }

  enum Queries {
    /// Those that take part, or those that were removed.
    static let all = PreparedQuery(
      """
      select number, name, region, roles, queue, former_queue, commands, suspended_at is not null, username, former_username,
        extract(day from clock_timestamp() - rotated_at)::int,
        coalesce(moved_at < clock_timestamp() - interval '1 minute', false)
      from organisation join recipient on recipient.organisation = organisation.number
      where (removed_at is not null) = $1 order by number
      """
    )
    static let change = PreparedQuery(
      "update organisation set name = $2, region = $3, roles = $4 where number = $1 and removed_at is null"
    )
    static let upsert = PreparedQuery(
      """
      insert into organisation (number, name, region, roles) values ($1, $2, $3, $4)
      on conflict (number) do update
      set name = excluded.name, region = excluded.region, roles = excluded.roles, removed_at = null, removal = null
      """
    )
    /// One that was removed and is entered again: no relay looked at it meanwhile.
    static let again = PreparedQuery(
      """
      update recipient set retry_at = '-infinity', suspended_at = null, failures = 0
      where organisation = $1 and retry_at = 'infinity'
      """
    )
    static let commands = PreparedQuery(
      "update recipient set commands = $2 where organisation = $1 and $2 is not null and commands is distinct from $2"
    )
    static let user = PreparedQuery(
      "update recipient set username = $2 where organisation = $1 and $2 is not null and username is distinct from $2"
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

extension OrganisationStore.Registered {
  /// - Parameter row: as ``OrganisationStore/Queries/all`` gives it.
  init(_ row: Row) throws {
    let organisation = try OrganisationStore.organisation(row)
    self.init(
      organisation: organisation,
      queue: try row[4],
      formerQueue: try row[5],
      commands: try row[6],
      isSuspended: try row[7],
      user: try row[8, as: String?.self] ?? PartnerNames.user(of: organisation.number),
      formerUser: try row[9],
      rotationDays: try row[10],
      isFormerQueueSettled: try row[11]
    )
  }
}

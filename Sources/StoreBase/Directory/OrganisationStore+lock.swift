import Postgres

/// Commands about one organisation come one after the other.
extension OrganisationStore {
  /// Another command about the same organisation is under way, and did not end in time.
  public struct Busy: Error, Hashable, Sendable, CustomStringConvertible {
    public let organisation: String

    public var description: String {
      "another command about \(organisation) is under way: try again when it has ended"
    }
  }

  private static let pause = Duration.milliseconds(100)

  /// Runs `body` while no other command about the same organisation runs, of whichever process on the same database: it is several
  /// steps on broker and database, and between them another would see, and change, what is half done.
  ///
  /// It holds a connection with a lock that ends with its transaction, so also when this process ends. `body` needs another one of the
  /// pool. When the database ends the connection before `body` ends, others go on: so what may never happen is also in the conditions of
  /// the statements themselves.
  /// - Parameter limit: how long it waits for the lock.
  /// - Throws: ``Busy``, ``StoreError``, or what `body` throws.
  package func exclusively<Value: Sendable>(
    _ organisation: String,
    limit: Duration = .seconds(60),
    _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    try await pool.withConnection { connection in
      let end = ContinuousClock.now + limit
      try Self.asStore {
        try connection.query("begin")
        // It stands still for as long as the broker takes.
        try connection.query("set local idle_in_transaction_session_timeout = 0")
      }
      while try Self.asStore({ try !Self.takesLock(organisation, on: connection) }) {
        guard ContinuousClock.now < end else { throw Busy(organisation: organisation) }
        try await Task.sleep(for: Self.pause)
      }
      // The pool leaves the transaction when this returns, and the lock ends with it.
      return try await body()
    }
  }

  /// The same for several organisations, in the order of their numbers: of two that take the same ones neither waits for the other's.
  package func exclusively<Value: Sendable>(
    _ organisations: Set<String>,
    _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    guard let first = organisations.min() else { return try await body() }
    return try await exclusively(first) { try await exclusively(organisations.subtracting([first]), body) }
  }

  private static func takesLock(_ organisation: String, on connection: isolated PostgresConnection) throws -> Bool {
    // The first half of the lock's name is «part».
    try connection.row("select pg_try_advisory_xact_lock(1885434484, hashtext(\(organisation)))")[0]
  }

  private static func asStore<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as PostgresError { throw StoreError.database(error) }
  }
}

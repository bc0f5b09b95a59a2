import BlockingExecutor
public import Logging

/// Lends connections. Callers wait in order; broken and old connections are replaced; while the server is away callers are
/// refused at once, and when it is back the pool continues by itself. ``PoolMachine`` decides, this class carries it out.
public final class PostgresPool: Sendable {
  typealias Machine = PoolMachine<PostgresConnection>

  /// A caller in the queue.
  struct Waiting {
    let continuation: CheckedContinuation<Machine.Lease, any Error>
    /// Ends the wait when it has lasted long enough; it ends with the wait itself.
    let limit: Task<Void, Never>
  }

  struct State {
    var machine: Machine
    var nextWaiter: Machine.Waiter = 0
    var waiting: [Machine.Waiter: Waiting] = [:]
    var closing: [CheckedContinuation<Void, Never>] = []
    /// The only attempt while the server is away: attempts follow each other.
    var attempt: Task<Void, Never>?
    var lastFailure: PostgresError?
  }

  let connectionConfiguration: PostgresConfiguration
  package let configuration: PoolConfiguration
  let logger: Logger
  let state: Locked<State>

  /// Opens its minimum of connections in the background. It logs once when the database is away, and once when it is back.
  public init(
    _ connectionConfiguration: PostgresConfiguration,
    pool configuration: PoolConfiguration = PoolConfiguration(),
    logger: Logger
  ) {
    self.connectionConfiguration = connectionConfiguration
    self.configuration = configuration
    self.logger = logger
    state = Locked(State(machine: Machine(configuration)))
    step { $0.start() }
  }

  /// The maximum number of connections.
  public var maximum: Int { configuration.maximum }

  public var statistics: PoolStatistics { state.withLock { $0.machine.statistics } }

  /// Runs a unit of work on a connection that nobody else uses meanwhile. `body` runs on the connection's thread: one
  /// hand-over in and one out, unless it waits for something else in between. When the task is cancelled, the running
  /// statement is cancelled and further ones are refused. A transaction left open is rolled back.
  ///
  /// - Throws: what `body` throws; ``PostgresError/Kind/unavailable``, ``PostgresError/Kind/poolExhausted``,
  ///   ``PostgresError/Kind/cancelled`` or ``PostgresError/Kind/closed`` when there is no connection.
  public func withConnection<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) async throws -> Value
  ) async throws -> Value {
    while true {
      // One that died while idle is returned as broken, and another requested; their number is limited.
      let lease = try await lease()
      if let result = await carryOut(body, with: lease) { return try result.get() }
    }
  }

  /// ``withConnection(_:)`` with the whole of `body` in a transaction, repeated when another transaction interferes; see
  /// ``PostgresConnection/withTransaction(isolation:retry:_:)``.
  public func withTransaction<Value: Sendable>(
    isolation: IsolationLevel = .readCommitted,
    retry: RetryPolicy = .standard,
    _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    try await withConnection { connection in
      try connection.withTransaction(isolation: isolation, retry: retry, body)
    }
  }

  /// Refuses new callers, waits until all connections are returned, and closes them. It also waits for one that is being
  /// opened, at most the time for opening.
  public func close() async {
    await withCheckedContinuation { continuation in
      state.withLock { $0.closing.append(continuation) }
      step { $0.close() }
      state.withLock { $0.attempt }?.cancel()
    }
  }

  private func carryOut<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) async throws -> Value,
    with lease: Machine.Lease
  ) async -> Result<Value, any Error>? {
    let token = lease.connection.cancelToken
    let unit = token.beginUnit()
    return await withTaskCancellationHandler {
      await carryOut(body, on: lease.connection, lease)
    } onCancel: {
      token.cancelInBackground(unit: unit)
    }
  }

  private func carryOut<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) async throws -> Value,
    on connection: isolated PostgresConnection,
    _ lease: Machine.Lease
  ) async -> Result<Value, any Error>? {
    defer {
      connection.endUnit()
      giveBack(lease, connection.fate)
    }
    guard connection.session.checkAlive() else { return nil }
    do {
      return .success(try await body(connection))
    } catch {
      return .failure(error)
    }
  }
}

extension PostgresConnection {
  fileprivate var fate: PostgresPool.Machine.Fate {
    if session.isReadOnly { return .readOnly }
    return isBroken ? .broken : .reusable
  }

  /// Leaves the connection in the state that the next caller expects.
  func endUnit() {
    cancelToken.endUnit()
    rollBack()
  }
}

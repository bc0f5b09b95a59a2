import BlockingExecutor
import Foundation

/// One connection to PostgreSQL, with a thread of its own.
///
/// Everything that talks to the server is synchronous and isolated: it blocks the connection's thread, never the shared
/// pool. A caller that passes a whole unit of work to ``run(_:)`` or to the pool (read, decide, write) pays for one
/// hand-over in and one out, whatever happens in between:
///
///     try await connection.run { connection in
///       let rows = try connection.query("select revision from cases where id = \(id) for update")
///       ...
///     }
public actor PostgresConnection {
  private nonisolated let executor: BlockingExecutor
  let session: Session
  /// Cancels the running statement, from any thread.
  public nonisolated let cancelToken: CancelToken
  /// What goes before the statements of each round trip; see ``withOpening(_:_:)``.
  var opening: Statement?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  private init(session: sending Session, executor: BlockingExecutor) {
    cancelToken = session.cancelToken
    self.session = session
    self.executor = executor
  }

  /// Opens a connection. It takes at most the configured time for each address of the host.
  ///
  /// - Throws: ``PostgresError/Kind/unavailable``, whatever the reason; `debugDescription` has it.
  public static func open(_ configuration: PostgresConfiguration) async throws(PostgresError) -> PostgresConnection {
    let executor = BlockingExecutor(name: "postgres")
    let session = try await Opener(executor).open(configuration)
    return PostgresConnection(session: session, executor: executor)
  }

  /// Runs a unit of work on this connection's thread.
  public nonisolated(nonsending) func run<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) async throws -> Value
  ) async throws -> Value {
    try await body(self)
  }

  /// Whether the connection was lost. It stays lost: open another one.
  public var isBroken: Bool { session.isBroken }

  /// Makes the thread watch `descriptor` between jobs; see ``BlockingExecutor/watch(_:every:onReady:)``.
  func watch(every interval: Duration, onReady: @escaping @Sendable () -> Void) {
    executor.watch(session.descriptor, every: interval, onReady: onReady)
  }

  func unwatch() { executor.unwatch() }
}

/// Makes a session on the thread that will own it.
private actor Opener {
  private nonisolated let executor: BlockingExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  init(_ executor: BlockingExecutor) { self.executor = executor }

  func open(_ configuration: PostgresConfiguration) throws(PostgresError) -> sending Session {
    try Session(configuration)
  }
}

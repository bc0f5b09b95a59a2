internal import BlockingExecutor
public import Logging

/// A connection to a broker that is kept: it connects from its creation, and again whenever it was lost, until ``close()``.
///
///                         ┌──────────────── lost ────────────────┐
///                         ▼                                      │
///     connecting ─► disconnected ─(back-off)─► connecting ─► connected ◄─► blocked
///
/// With the connection come back its channels, publishers, consumers, and the queues, exchanges and bindings declared through
/// it. What was under way when it was lost ends at once: publishes as ``PublishOutcome/unknown(_:)``, other operations with an
/// error. A new operation waits for the connection, at most ``AMQPConfiguration/operationTimeout``.
///
/// librabbitmq blocks and wants one thread, so the actor runs on a thread of its own. That thread alone reads the socket:
/// whenever frames come, whenever it waits for an answer, and at least a few times per heartbeat interval. Every frame goes
/// through ``dispatch(_:)``, also while it waits for an answer, so nothing is ever read past.
///
/// A broker that blocks a connection stops reading it, acknowledgements too. Consume on another connection than the one
/// you publish on.
public actor AMQPConnection {
  public nonisolated let configuration: AMQPConfiguration
  nonisolated let board = StateBoard()
  private nonisolated let executor: BlockingExecutor
  let logger: Logger

  var session: Session?
  var channels: [UInt16: Channel] = [:]
  let control = Channel(id: 1, role: ControlRole())
  var topology = Topology()
  private var failedAttempts = 0
  private var isClosed = false

  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// Begins to connect. The logger hears once when the connection is lost or cannot be made, and once when it is back.
  public init(_ configuration: AMQPConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    executor = BlockingExecutor(name: "amqp")
    channels[control.id] = control
    executor.watch(nil, every: .zero) { [weak self] in self?.assumeIsolated { $0.connect() } }
  }

  deinit { board.finish() }

  /// The state at this moment.
  public nonisolated var state: AMQPState { board.state }

  /// The state at this moment, then every change, ending after `closed`.
  public nonisolated var states: AsyncStream<AMQPState> { board.states() }

  /// Returns as soon as the connection is up, blocked or not.
  /// - Throws: why it is not, after `limit`.
  public nonisolated func waitUntilConnected(limit: Duration) async throws(AMQPError) {
    try await board.waitUntilConnected(limit: limit, unblocked: false)
  }

  /// Says goodbye to the broker and ends everything on the connection. Publishes without an answer end as unknown, and
  /// deliveries that were not settled go back to their queues.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    executor.unwatch()
    // A broker that blocks us does not read either: it would not answer.
    if case .connected = state { session?.close(limit: .seconds(2)) }
    session = nil
    let error = AMQPError(.closed, "the connection was closed")
    for channel in channels.values { channel.role.ended(error) }
    channels = [:]
    board.set(.closed)
  }

  // MARK: - Connecting

  private func connect() {
    guard !isClosed, session == nil else { return }
    board.set(.connecting)
    do {
      session = try Session.open(configuration)
      try restore()
      connected()
    } catch {
      session = nil
      retryLater(error)
    }
  }

  private func connected() {
    if failedAttempts > 0 {
      logger.info("connected to the broker again", metadata: ["attempts": "\(failedAttempts + 1)"])
    }
    failedAttempts = 0
    board.set(.connected)
    guard let descriptor = session?.descriptor else { return }
    executor.watch(descriptor, every: watchInterval) { [weak self] in self?.assumeIsolated { $0.serve() } }
    serve()
  }

  /// Short enough for our heartbeats to leave, and for the broker's to be missed, in good time.
  private var watchInterval: Duration { min(.seconds(1), .seconds(Int(configuration.heartbeatSeconds)) / 4) }

  /// The session is of no use any more: everything under way on it ends here.
  func lose(_ error: AMQPError) {
    guard session != nil else { return }
    session = nil
    for channel in channels.values { channel.connectionLost(error) }
    retryLater(error)
  }

  private func retryLater(_ error: AMQPError) {
    failedAttempts += 1
    let metadata: Logger.Metadata = ["error": "\(error.debugDescription)"]
    if failedAttempts == 1 {
      logger.warning("no connection to the broker, trying until it is back", metadata: metadata)
    } else {
      logger.debug("still no connection to the broker", metadata: metadata)
    }
    board.set(.disconnected(error))
    var generator = SystemRandomNumberGenerator()
    let delay = configuration.backoff.delay(afterAttempt: failedAttempts, using: &generator)
    executor.watch(nil, every: delay) { [weak self] in self?.assumeIsolated { $0.connect() } }
  }
}

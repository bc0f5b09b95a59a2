internal import BlockingExecutor
public import Logging
import Retrying

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
/// librabbitmq blocks and wants one thread, so the actor runs on a thread of its own. Only to connect and to close does that
/// thread wait for the broker. Otherwise it reads the socket whenever frames come, and at least a few times per heartbeat
/// interval, and takes each frame to the channel it is for; a request ends when its answer comes, while others go on.
///
/// A broker that blocks a connection stops reading it, acknowledgements too. Consume on another connection than the one
/// you publish on.
public actor AMQPConnection {
  public nonisolated let configuration: AMQPConfiguration
  nonisolated let board = StateBoard()
  private nonisolated let executor: BlockingExecutor
  let logger: Logger

  var session: Session?
  /// By their keys, which live longer than the numbers that the channels have on one session.
  var channels: [Int: Channel] = [:]
  let control = Channel(key: 0, role: ControlRole())
  var lastKey = 0
  /// Numbers of this session that must not be used again.
  var abandonedNumbers: Set<UInt16> = []
  var topology = Topology()
  /// Why the broker takes no messages, as long as it does not.
  var blockedReason: String?
  private var isRestored = false
  private var failedAttempts = 0
  private var isClosed = false

  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// Begins to connect. The logger hears once when the connection is lost or cannot be made, and once when it is back.
  public init(_ configuration: AMQPConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    executor = BlockingExecutor(name: "amqp")
    channels[control.key] = control
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
    let ended = channels.values
    channels = [:]
    for channel in ended {
      channel.role.ended(error)
      channel.failAll(error)
    }
    board.set(.closed)
  }

  // MARK: - Connecting

  private func connect() {
    guard !isClosed, session == nil else { return }
    board.set(.connecting)
    do {
      let session = try Session.open(configuration)
      self.session = session
      executor.watch(session.descriptor, every: watchInterval) { [weak self] in self?.assumeIsolated { $0.serve() } }
      restore()
    } catch {
      retryLater(error)
    }
  }

  /// Makes a new session what the last one was: first all that was declared, then the channels that build on it. What the
  /// broker refuses is logged and left out: the rest can work.
  private func restore() {
    abandonedNumbers = []
    blockedReason = nil
    attempt { () throws(AMQPError) in
      for request in topology.requests {
        control.enqueue(request) { [logger] in
          guard case .failure(let error) = $0, error.kind != .notConnected else { return }
          logger.error("a declaration failed", metadata: ["error": "\(error.debugDescription)"])
        }
      }
      control.whenIdle { [weak self] in self?.assumeIsolated { $0.restored() } }
      try open(control)
    }
  }

  private func restored() {
    if failedAttempts > 0 {
      logger.info("connected to the broker again", metadata: ["attempts": "\(failedAttempts + 1)"])
    }
    failedAttempts = 0
    isRestored = true
    channels = channels.filter { !$1.role.isOver }
    attempt { () throws(AMQPError) in for channel in channels.values where channel !== control { try open(channel) } }
    showState()
  }

  /// Tells the world, once it can use the connection.
  func showState() {
    guard isRestored else { return }
    board.set(blockedReason.map { .blocked(reason: $0) } ?? .connected)
  }

  /// Short enough for our heartbeats to leave, and for the broker's to be missed, in good time.
  private var watchInterval: Duration { min(.seconds(1), .seconds(Int(configuration.heartbeatSeconds)) / 4) }

  /// The session is of no use any more: everything under way on it ends here.
  func lose(_ error: AMQPError) {
    guard session != nil else { return }
    session = nil
    isRestored = false
    let failed = channels.values
    channels = channels.filter { !$1.isNew && !$1.isClosing }
    for channel in failed { channel.failAll(error) }
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
    let delay = configuration.backoff.pause(afterFailures: failedAttempts)
    executor.watch(nil, every: delay) { [weak self] in self?.assumeIsolated { $0.connect() } }
  }
}

internal import BlockingExecutor
public import Logging
import Retrying

/// A permanent connection to a broker: it connects when it is made, and again whenever it is lost, until ``close()``.
/// Of several servers it takes one by chance, so that connections are spread over them, and then the others in their order.
///
///                         ┌──────────────── lost ────────────────┐
///                         ▼                                      │
///     connecting ─► disconnected ─(back-off)─► connecting ─► connected ◄─► blocked
///
/// After a reconnect its channels, publishers and consumers are there again, and the queues, exchanges and bindings that
/// were declared through it. Operations that were running when it was lost end at once: publishes as
/// ``PublishOutcome/unknown(_:)``, others with an error. A new operation waits for the connection, at most
/// ``AMQPConfiguration/operationTimeout``.
///
/// librabbitmq blocks and needs one thread, so the actor runs on a thread of its own. That thread only waits for the broker
/// to connect and to close. Otherwise it reads the socket whenever frames come, and at least a few times per heartbeat
/// interval, and passes each frame to its channel; a request ends when its answer comes, while others continue.
///
/// A broker that blocks a connection stops reading it, acknowledgements too. So do not consume on the connection on which
/// you publish.
public actor AMQPConnection {
  public nonisolated let configuration: AMQPConfiguration
  nonisolated let board = StateBoard()
  private nonisolated let executor: BlockingExecutor
  /// Deliveries that were handled and are still to be acknowledged.
  nonisolated let handled = Locked<[AMQPDelivery]>([])
  let logger: Logger

  var session: Session?
  /// By their keys, which outlive the numbers of the channels in one session.
  var channels: [Int: Channel] = [:]
  let control = Channel(key: 0, role: ControlRole())
  var lastKey = 0
  /// Numbers of this session that must not be used again.
  var abandonedNumbers: Set<UInt16> = []
  var topology = Topology()
  /// Why the broker accepts no messages, while it does not.
  var blockedReason: String?
  private var isRestored = false
  private var failedAttempts = 0
  /// Which of the configured servers is used or tried next.
  private var serverIndex: Int
  private var isClosed = false

  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// Starts to connect. It logs once when the connection is lost or cannot be made, and once when it is back.
  public init(_ configuration: AMQPConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    serverIndex = .random(in: configuration.servers.indices)
    executor = BlockingExecutor(name: "amqp")
    channels[control.key] = control
    executor.watch(nil, every: .zero) { [weak self] in self?.assumeIsolated { $0.connect() } }
  }

  deinit { board.finish() }

  /// The state at this moment.
  public nonisolated var state: AMQPState { board.state }

  /// The state at this moment, then every change, ending after `closed`.
  public nonisolated var states: AsyncStream<AMQPState> { board.states() }

  /// The version that the broker says it has; `nil` while it is not connected.
  public var brokerVersion: String? { session?.brokerVersion }

  /// Returns as soon as the connection is up, blocked or not.
  /// - Throws: why it is not, after `limit`.
  public nonisolated func waitUntilConnected(limit: Duration) async throws(AMQPError) {
    try await board.waitUntilConnected(limit: limit, unblocked: false)
  }

  /// Closes the connection and ends everything on it. Publishes without an answer end as unknown, and deliveries that were
  /// not settled return to their queues.
  public func close() {
    guard !isClosed else { return }
    acknowledgeHandled()
    isClosed = true
    executor.unwatch()
    // A broker that blocks us does not read either, and would not answer.
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
      let session = try Session.open(configuration.at(configuration.servers[serverIndex]))
      self.session = session
      executor.watch(session.descriptor, every: watchInterval) { [weak self] in self?.assumeIsolated { $0.serve() } }
      restore()
    } catch {
      // The next server is tried at once, unless each was tried since the last pause.
      let count = configuration.servers.count
      let round = (failedAttempts + 1) / count
      retry(error, after: (failedAttempts + 1).isMultiple(of: count) ? pause(round) : .zero)
    }
  }

  /// Sets up a new session like the last one: first the declarations, then the channels that depend on them. What the broker
  /// refuses is logged and left out, because the rest can work.
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

  /// Publishes the state, once the connection can be used.
  func showState() {
    guard isRestored else { return }
    board.set(blockedReason.map { .blocked(reason: $0) } ?? .connected)
  }

  /// Short enough to send our heartbeats in time, and to notice in time that the broker's do not come.
  private var watchInterval: Duration { min(.seconds(1), .seconds(Int(configuration.heartbeatSeconds)) / 4) }

  /// The session can no longer be used: everything that is running on it ends here.
  func lose(_ error: AMQPError) {
    guard session != nil else { return }
    session = nil
    isRestored = false
    let failed = channels.values
    channels = channels.filter { !$1.isNew && !$1.isClosing }
    for channel in failed { channel.failAll(error) }
    // A server that takes connections and ends them is not asked without a pause.
    retry(error, after: pause(failedAttempts + 1))
  }

  private func pause(_ failures: Int) -> Duration { configuration.backoff.pause(afterFailures: failures) }

  private func retry(_ error: AMQPError, after delay: Duration) {
    failedAttempts += 1
    serverIndex = (serverIndex + 1) % configuration.servers.count
    let metadata: Logger.Metadata = ["error": "\(error.debugDescription)"]
    if failedAttempts == 1 {
      logger.warning("no connection to the broker, trying until it is back", metadata: metadata)
    } else {
      logger.debug("still no connection to the broker", metadata: metadata)
    }
    board.set(.disconnected(error))
    executor.watch(nil, every: delay) { [weak self] in self?.assumeIsolated { $0.connect() } }
  }
}

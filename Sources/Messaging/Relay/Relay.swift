public import AMQP
public import Logging
public import Outbox
import Retrying
public import ServiceLifecycle
public import StoreBase
import Synchronization
public import Tracing

/// Publishes events from the outbox to the queues of their recipients: at least once, in order, and each under the same id
/// and number however often it is sent.
///
/// ```
///  wake or sweep ─► claim a recipient ─► number ─► publish ─► all confirmed ─► mark, number on ─► … nothing left: release
///                                          ▲         │  │
///           more for it, or a full batch ──┴─────────┘  └─ not: mark those before the first that failed, pause the recipient
/// ```
///
/// - Any number of relays may run. One relay at a time serves a recipient, which keeps its order.
/// - A recipient that cannot be reached (its queue is missing, full or silent) pauses with exponential back-off
///   (`RelayStore+backoff` has both kinds), without a last attempt. Nothing is dropped, and other recipients are not affected.
/// - When broker or database are away it waits until they are back.
/// - Events behind one that failed may already be in the queue when it is sent again. Then the partner gets them twice, and
///   sees by their number that they came too early.
/// - On graceful shutdown it finishes its batches and releases its leases. When cancelled, or killed, it lets its leases
///   expire.
public struct Relay: Service {
  let store: RelayStore
  let broker: AMQPConnection
  let wake: Wake
  let source: EventSource
  let configuration: RelayConfiguration
  let logger: Logger
  let tracer: (any Tracer)?
  let reported = ReportedRecipients()
  private let metrics = RelayMetrics()

  /// - Parameters:
  ///   - broker: a connection whose user may write to the default exchange. It needs no other right: configure `^$`, write
  ///     `^amq\.default$`, read `^$`.
  ///   - wake: signalled when events were committed; see ``StoreBase/Wakes/outbox``.
  ///   - tracer: records when events went out that go back to a span; nothing of it is in a message.
  public init(
    store: RelayStore,
    broker: AMQPConnection,
    wake: Wake,
    source: EventSource,
    configuration: RelayConfiguration = RelayConfiguration(),
    tracer: (any Tracer)? = nil,
    logger: Logger
  ) {
    self.store = store
    self.broker = broker
    self.wake = wake
    self.source = source
    self.configuration = configuration
    self.tracer = tracer
    self.logger = logger
  }

  /// Runs until graceful shutdown, cancellation, or the end of the broker's connection.
  public func run() async {
    let stop = StopSign()
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        let counting = OutboxCounting(store: store, metrics: metrics, every: configuration.gaugeInterval)
        group.addTask { await cancelWhenGracefulShutdown { await counting.run() } }
        await serveRecipients(in: &group, until: stop)
      }
    } onGracefulShutdown: {
      stop.set()
      wake.signalHere()
    }
  }

  private func serveRecipients(in group: inout DiscardingTaskGroup, until stop: StopSign) async {
    let limit = RecipientLimit(configuration.recipientsAtOnce)
    let publishers = Publishers(broker)
    let served = ServedRecipients()
    var inARow = 0
    var failures = FailureLog(of: "outbox", logger: logger)
    while !stop.isSet, !Task.isCancelled, await brokerIsReady() {
      do {
        while !stop.isSet, limit.hasFree, let lease = try await store.claim() {
          guard lease.isOfThisHistory else {
            if let epoch = try await store.followHistory() {
              logger.notice(
                "the database was restored, or its standby took over: events are numbered in another epoch",
                metadata: ["epoch": "\(epoch)"]
              )
            }
            continue
          }
          limit.take()
          let delivery = RecipientDelivery(
            relay: self,
            lease: lease,
            publishers: publishers,
            metrics: metrics,
            stop: stop,
            limit: limit
          )
          served.begin(lease.organisation, delivery.signals)
          group.addTask {
            await delivery.run()
            served.end(lease.organisation, delivery.signals)
            limit.giveBack()
            // For recipients that waited for a place, and for events that this recipient got after its last batch.
            wake.signalHere()
          }
        }
        inARow = 0
        failures.recovered()
      } catch {
        inARow += 1
        if let cause = error.cause { failures.add(cause) }
      }
      await rest(inARow > 0 ? RelayStore.databaseBackoff.pause(afterFailures: inARow) : configuration.sweep, served)
    }
  }

  /// Waits until there may be somebody to claim. A recipient that is served already only has to be told that it has more.
  private func rest(_ limit: Duration, _ served: ServedRecipients) async {
    let end = ContinuousClock.now + limit
    repeat {
      await wake.wait(atMost: ContinuousClock.now.duration(to: end))
    } while served.tell(wake.takeNames()) && .now < end && !Task.isCancelled
  }

  /// Waits until the broker accepts messages. Nothing is claimed before, so that no recipient pauses because of the broker.
  /// - Returns: `false` when it is time to stop.
  private func brokerIsReady() async -> Bool {
    if broker.state == .connected { return true }
    return await cancelWhenGracefulShutdown { await broker.states.contains(.connected) }
  }
}

/// How the relay works. The defaults suit production. How long a recipient that failed is left alone is a matter of the store:
/// `RelayStore.recipientBackoff`.
public struct RelayConfiguration: Sendable {
  /// The interval of its polls without a wake: the longest that an event waits after a crash between commit and wake, and
  /// the precision of a pause after a failure.
  public var sweep: Duration = .seconds(2)
  /// The number of recipients that it serves at a time.
  public var recipientsAtOnce = 4
  /// The number of batches after which a recipient is claimed anew: then it is seen whether the database is still the same.
  public var batchesPerLease = 100
  /// The same, when all places are taken: others may wait.
  public var batchesAmongOthers = 8
  /// The interval at which it counts what waits, for the metrics.
  public var gaugeInterval: Duration = .seconds(15)

  public init() {}
}

/// Counts the events that wait, for the metrics.
private struct OutboxCounting: Sendable {
  let store: RelayStore
  let metrics: RelayMetrics
  let every: Duration

  func run() async {
    while !Task.isCancelled {
      // Without a database there is nothing to count; the relay reports that.
      if let statistics = try? await store.statistics() { metrics.counted(statistics) }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: every)
    }
  }
}

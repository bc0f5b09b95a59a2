public import AMQP
public import Logging
import Metrics
public import Outbox
public import ServiceLifecycle
public import StoreBase

/// Observes whether the broker accepts messages. A broker that is away and one that is short of memory or disk have the same
/// effect: events wait in the outbox. That stops no command, so it makes no instance unready; but somebody has to act, so
///
/// - ``isWell`` is false at once, for the health page of the instance;
/// - `casusregie_broker_outage_seconds` is the duration of the outage;
/// - after ``Settings/limit`` the administrators of the service get an event, one for all instances, and another when it is
///   over (``Outbox/AlarmStore``). The events wait with the others; the log has its line at once.
public struct BrokerWatch: Service {
  public struct Settings: Sendable {
    /// The interval between two checks.
    public var every: Duration
    /// How long the broker may be away or blocked.
    public var limit: Duration
    /// How long an alarm outlasts its cause, so that an outage that comes and goes is reported once.
    public var hold: Duration

    public init(every: Duration = .seconds(2), limit: Duration = .seconds(30), hold: Duration = .seconds(60)) {
      self.every = every
      self.limit = limit
      self.hold = hold
    }
  }

  private static let checksBetweenSettlements = 8

  private let broker: AMQPConnection
  private let alarms: AlarmStore
  private let outbox: Wake
  private let settings: Settings
  private let logger: Logger
  private let outage = Gauge(label: "casusregie_broker_outage_seconds")

  /// - Parameters:
  ///   - alarms: over a connection with a short limit for statements.
  ///   - outbox: signalled when an alarm is to be sent.
  public init(
    broker: AMQPConnection,
    alarms: AlarmStore,
    outbox: Wake,
    settings: Settings = Settings(),
    logger: Logger
  ) {
    self.broker = broker
    self.alarms = alarms
    self.outbox = outbox
    self.settings = settings
    self.logger = logger
  }

  /// Whether the broker accepts messages now.
  public var isWell: Bool { broker.state == .connected }

  public func run() async {
    await cancelWhenGracefulShutdown {
      var since: ContinuousClock.Instant?
      var isTold = false
      var checks = 0
      while !Task.isCancelled {
        since = isWell ? nil : since ?? .now
        let length = since.map { $0.duration(to: .now) } ?? .zero
        outage.record(length / .seconds(1))
        let isTrouble = length > settings.limit
        tell(isTrouble, &isTold)
        // An alarm that another instance raised ends a little later; an idle instance seldom queries the database.
        if isTrouble || checks.isMultiple(of: Self.checksBetweenSettlements) { await report(isTrouble) }
        checks += 1
        // Ends early only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: settings.every)
      }
    }
  }

  private func tell(_ isTrouble: Bool, _ isTold: inout Bool) {
    guard isTrouble != isTold else { return }
    isTold = isTrouble
    if isTrouble {
      logger.error("events: nothing can be told for too long", metadata: ["broker": "\(broker.state.word)"])
    } else {
      logger.notice("events: told again")
    }
  }

  private func report(_ isTrouble: Bool) async {
    do throws(StoreError) {
      let isNews =
        isTrouble ? try await alarms.raise(.broker, hold: settings.hold) : try await alarms.settle(.broker)
      if isNews { outbox.signal() }
    } catch {
      // The next check tries again, and the pool reports an outage.
      logger.log(
        level: error.isUnavailable ? .debug : .warning,
        "an alarm could not be passed on",
        metadata: ["error": "\(error)"]
      )
    }
  }
}

extension AMQPState {
  /// Without the message of the broker or the network, which names machines.
  fileprivate var word: String {
    switch self {
    case .connecting, .disconnected: "away"
    case .connected: "well"
    case .blocked: "blocked"
    case .closed: "closed"
    }
  }
}

package import AMQP
package import CaseDoor
import Foundation
package import Identity
package import Logging
package import Outbox
package import Requests
public import Retrying
public import ServiceLifecycle
package import StoreBase
import Tracing

/// Takes commands that partners send over queues, through the one door.
///
/// ```
///  partner ─► exchange in.<h> ─► queue opdrachten.<h> ─► one active consumer, of whichever instance ─► lane of the case ─► door
///                                                                                                      └ acknowledged after the commit
/// ```
///
/// - Each organisation has a queue of its own, of which one instance at a time is the consumer (the broker's single active
///   consumer); when that one dies, the broker gives its messages to another.
/// - Commands on one case are handled in the order in which they were sent; other cases of the same organisation go on beside it.
///   A few at a time for each organisation, and fewer while others give commands: see ``FairShare``.
/// - What cannot be handled now, because the database is away, waits in its lane, unacknowledged. What cannot be read is kept as a
///   dead letter. So everything that was confirmed to its sender ends in an answer or in a dead letter.
public struct Inbox: Service {
  /// How the inbox works.
  public struct Settings: Sendable {
    /// How often it looks for organisations that have a queue since, and for dead letters that wait.
    public var sweep: Duration = .seconds(30)
    /// How often it looks for dead letters that are to be handled once more, and tells what waits.
    public var round: Duration = .seconds(5)
    /// How long commands of an organisation may wait before an alarm goes out.
    public var waitLimit: Duration = .seconds(300)
    /// How many dead letters of one organisation may wait before an alarm goes out.
    public var deadLetterLimit = 0
    /// Between two attempts for what cannot be handled now.
    public var backoff = Backoff(first: .milliseconds(200), longest: .seconds(10))
    /// How many cases of one organisation are worked on at a time, while no other gives commands.
    public var lanes = 4
    /// How long a command is tried that a fault in its case stops, before people have to look: another instance, or a later release,
    /// may have what this one lacks.
    public var patience: Duration = .seconds(600)
    /// How many of its messages are in hand at a time.
    public var prefetch: UInt16 = 32

    public init() {}
  }

  /// From how many times on that the broker handed a message out its attempts are counted, and how many there are at most.
  private static let suspect: Int64 = 3
  private static let mostAttempts = 20

  let processor: CommandProcessor
  let owners: InboxOwners
  let alarms: AlarmStore
  let standings: InboxStandingStore
  let standing = InboxStanding<UUID>()
  let isReady: @Sendable () async -> Bool
  let settings: Settings
  let logger: Logger
  private let broker: AMQPConnection
  private let served = ServedOwners()
  private let share: FairShare<String>

  /// - Parameters:
  ///   - broker: a connection of its own, whose user may read `^opdrachten\.`: the broker stops reading from a connection that
  ///     publishes while it is short of memory, and acknowledgements would wait.
  ///   - tokens: verifies the tokens of those who give commands.
  ///   - audience: for whom those must be meant; another than that of REST.
  ///   - operatorNumber: the number (OIN) of the organisation that runs the service.
  ///   - questions: answers what partners ask.
  ///   - isReady: whether commands can be decided now; what comes before then waits.
  ///   - alarms: over a connection with a short limit for statements.
  package init(
    door: CommandDoor,
    broker: AMQPConnection,
    tokens: TokenVerifier,
    audience: String,
    operatorNumber: String,
    questions: any QuestionResponder,
    alarms: AlarmStore,
    isReady: @escaping @Sendable () async -> Bool = { true },
    settings: Settings = Settings(),
    logger: Logger
  ) throws(StoreError) {
    processor = CommandProcessor(
      door: door,
      tokens: tokens,
      audience: audience,
      keys: try MessageKeys(door.keyring),
      service: "urn:nld:oin:\(operatorNumber):systeem:casusregie",
      deadLetters: DeadLetterStore(door.pool, keyring: door.keyring),
      questions: questions,
      acknowledgements: AcknowledgementStore(door.pool)
    )
    owners = InboxOwners(door.pool, keyring: door.keyring)
    standings = InboxStandingStore(door.pool)
    self.alarms = alarms
    self.isReady = isReady
    self.broker = broker
    self.settings = settings
    share = FairShare(alone: settings.lanes)
    self.logger = logger
  }

  /// Runs until graceful shutdown or cancellation: what is in hand then goes back to the broker, unacknowledged.
  public func run() async {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await goRound() }
        while !Task.isCancelled {
          // Without a database nothing is known; the pool reports that.
          if let all = try? await owners.all() {
            for owner in served.begin(all) { group.addTask { await serve(owner) } }
          }
          await reportTrouble()
          // Ends early only when cancelled, which the loop's condition sees.
          try? await Task.sleep(for: settings.sweep)
        }
      }
    }
  }

  /// Consumes the queue of one organisation for as long as it takes part: also when it is away for a while.
  private func serve(_ owner: InboxOwner) async {
    var failures = 0
    while !Task.isCancelled, served.goesOn(owner) {
      do {
        var options = AMQPConsumerOptions(prefetch: settings.prefetch)
        options.largestBody = Envelope.largest
        let consumer = try await broker.consume(owner.queue, options: options)
        failures = 0
        try await handle(consumer, of: owner)
      } catch {
        failures += 1
        // That the broker is away is said once, by the connection of the relay.
        let isAway = (error as? AMQPError)?.kind == .notConnected
        logger.log(
          level: failures == 1 && !isAway && !Task.isCancelled ? .warning : .debug,
          "commands of an organisation cannot be received; trying on",
          metadata: ["owner": "\(owner.number)", "reason": "\(error)"]
        )
      }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: settings.backoff.pause(afterFailures: max(1, failures)))
    }
  }

  private func handle(_ consumer: AMQPConsumer, of owner: InboxOwner) async throws {
    let lanes = Lanes<UUID> { share.lanes }
    try await withThrowingDiscardingTaskGroup { group in
      for try await delivery in consumer {
        let message = ReceivedMessage(delivery)
        // What has no case (it begins one, or cannot be read) has a lane of its own.
        let key = Envelope.lane(of: message) ?? UUID()
        // Patience counts from when it came: of many for one case each would else wait its own time.
        let since = ContinuousClock.now
        share.came(owner.number)
        let isNew = lanes.enter(key) {
          defer { share.went(owner.number) }
          await answer(delivery, message, of: owner, since: since, key, in: lanes)
          standing.goesOn(key, of: owner.number)
        }
        guard isNew else { continue }
        group.addTask { await lanes.drain(key) }
      }
    }
  }

  /// Handles a message, if it takes several attempts. One whose channel was lost meanwhile is left: the broker gives it out again.
  private func answer(
    _ delivery: AMQPDelivery,
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    since: ContinuousClock.Instant,
    _ lane: UUID,
    in lanes: Lanes<UUID>
  ) async {
    var failures = 0
    while !Task.isCancelled, delivery.isOpen {
      do throws(CommandProcessor.Delay) {
        let isHopeless = failures > 0 && since.duration(to: .now) > settings.patience
        count(try await recorded(delivery, message, of: owner, isHopeless: isHopeless), of: owner)
        delivery.ackSoon()
        return
      } catch {
        failures += 1
        InboxMetrics.waits(error.word)
        let isMeant = if case .suspended = error { true } else { false }
        standing.waits(lane, of: owner.number, since: since, for: error.word, isMeant: isMeant)
        report(error, of: owner, failures)
        let pause = settings.backoff.pause(afterFailures: failures)
        share.went(owner.number)
        // Ends early only when cancelled, which the loop's condition sees.
        await lanes.pausing { try? await Task.sleep(for: pause) }
        share.came(owner.number)
      }
    }
  }

  /// What became of a message.
  func count(_ verdict: CommandProcessor.Verdict, of owner: InboxOwner) {
    InboxMetrics.handled(verdict)
    if case .refused(let code) = verdict { standing.refused(code, to: owner.number) }
  }

  private func recorded(
    _ delivery: AMQPDelivery,
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    isHopeless: Bool
  ) async throws(CommandProcessor.Delay) -> CommandProcessor.Verdict {
    let span = DeliverySpan(by: processor.door.tracer)
    do throws(CommandProcessor.Delay) {
      let verdict = try await attempt(delivery, message, of: owner, isHopeless: isHopeless, trace: span?.context)
      span?.handled(verdict)
      return verdict
    } catch {
      span?.waits(error.word)
      throw error
    }
  }

  /// - Parameter isHopeless: what is wrong with the case, or the message, is then put aside instead of tried again.
  private func attempt(
    _ delivery: AMQPDelivery,
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    isHopeless: Bool,
    trace: InstrumentationContext?
  ) async throws(CommandProcessor.Delay) -> CommandProcessor.Verdict {
    guard await isReady() else { throw .store(.notPrepared) }
    let store = processor.deadLetters
    let keys = try await owners.keys(of: owner)
    // One that ends whoever handles it would end the next one too.
    let isSuspect = delivery.handedOut >= Self.suspect
    if isSuspect,
      try await storing({ () async throws(StoreError) in try await store.attempt(delivery.body, of: owner.number) })
        > Self.mostAttempts
    {
      return try await putAside(message, of: owner, .failed)
    }
    var verdict: CommandProcessor.Verdict
    do throws(CommandProcessor.Delay) { verdict = try await judge(message, of: owner, keys, trace) } catch {
      // Whoever handled it is still there: it was no attempt of that kind.
      if isSuspect {
        try await storing { () async throws(StoreError) in
          try await store.forgetAttempts(delivery.body, of: owner.number)
        }
      }
      guard isHopeless, error.isOfTheCase else { throw error }
      return try await putAside(message, of: owner, .failed)
    }
    if case .unreadable(let reason) = verdict { verdict = try await putAside(message, of: owner, reason) }
    if isSuspect {
      try await storing { () async throws(StoreError) in
        try await store.forgetAttempts(delivery.body, of: owner.number)
      }
    }
    return verdict
  }

  /// Before a message becomes a dead letter its sender's keys are looked up anew: it may come just after they were registered.
  private func judge(
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    _ keys: OwnerKeys?,
    _ trace: InstrumentationContext?
  ) async throws(CommandProcessor.Delay) -> CommandProcessor.Verdict {
    let verdict = try await processor.judge(message, of: owner, keys, trace: trace)
    guard case .unreadable = verdict else { return verdict }
    let fresh = try await owners.keys(of: owner, isFresh: true)
    return fresh == keys ? verdict : try await processor.judge(message, of: owner, fresh, trace: trace)
  }

  private func putAside(
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    _ reason: Unreadable
  ) async throws(CommandProcessor.Delay) -> CommandProcessor.Verdict {
    try await processor.putAside(message, of: owner, reason)
    return .unreadable(reason)
  }

  func storing<Value: Sendable>(
    _ body: () async throws(StoreError) -> Value
  ) async throws(CommandProcessor.Delay) -> Value {
    do throws(StoreError) { return try await body() } catch { throw .store(error) }
  }

  /// At the first failure, the second, the fourth and so on: a lane that waits is to be seen, and not to hide all else.
  private func report(_ delay: CommandProcessor.Delay, of owner: InboxOwner, _ failures: Int) {
    guard failures.nonzeroBitCount == 1 else { return }
    logger.log(
      level: delay.isOfTheMoment ? .debug : .error,
      "a command waits",
      metadata: ["owner": "\(owner.number)", "attempts": "\(failures)", "reason": "\(delay)"]
    )
  }
}

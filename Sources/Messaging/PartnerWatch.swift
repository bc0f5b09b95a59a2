public import AMQP
import Foundation
public import Logging
public import Outbox
public import ServiceLifecycle
public import StoreBase
import Synchronization

/// Observes each partner: what waits for it, and whether it reads what it has. It measures that, and sends one alarm to the
/// administrators of the service when it is more than is meant, and another when that is over (``Outbox/AlarmStore``).
///
/// The alarm does not say whom it is about, since it goes out as an event; the log does, and `casusregie partner status`.
public struct PartnerWatch: Service {
  /// What is too much.
  public struct Settings: Sendable {
    public var every: Duration = .seconds(30)
    /// How old an event may be that the broker has not confirmed.
    public var oldest: Duration = .seconds(3_600)
    /// How many events may wait.
    public var waiting = 10_000
    /// How many messages its queue may have.
    public var messages = 10_000
    /// For how long its queue may have messages of which nobody takes any.
    public var unread: Duration = .seconds(86_400)
    /// How often in a row it may not be told.
    public var failures = 20
    /// How many of its commands may be refused on one day.
    public var refused = 1_000

    public init() {}
  }

  private let store: RelayStore
  private let letters: DeadLetterStore
  private let standings: InboxStandingStore
  private let readings: ReadingStore
  private let keys: PartnerKeyStore
  private let broker: AMQPConnection
  private let transactions: TransactionWatch?
  private let alarms: AlarmStore
  private let outbox: Wake
  private let settings: Settings
  private let logger: Logger
  private let metrics = PartnerMetrics()
  private let memory = Memory()

  /// - Parameters:
  ///   - broker: any connection: asking how a queue is needs no right.
  ///   - transactions: `nil` when nobody looks for them.
  ///   - alarms: over a connection with a short limit for statements.
  ///   - outbox: signalled when an alarm is to be sent.
  public init(
    store: RelayStore,
    letters: DeadLetterStore,
    standings: InboxStandingStore,
    readings: ReadingStore,
    keys: PartnerKeyStore,
    broker: AMQPConnection,
    transactions: TransactionWatch? = nil,
    alarms: AlarmStore,
    outbox: Wake,
    settings: Settings = Settings(),
    logger: Logger
  ) {
    (self.store, self.letters, self.standings, self.readings) = (store, letters, standings, readings)
    (self.keys, self.broker, self.transactions) = (keys, broker, transactions)
    (self.alarms, self.outbox, self.settings, self.logger) = (alarms, outbox, settings, logger)
  }

  public func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do throws(StoreError) { try await check() } catch {
          // The next check tries again, and the pool reports an outage.
          logger.debug("partners could not be checked", metadata: ["error": "\(error)"])
        }
        // Ends early only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: settings.every)
      }
    }
  }

  private func check() async throws(StoreError) {
    let found = try await standingsOfAll()
    metrics.record(found)
    // First, for they can keep the broker from taking messages.
    await endTransactions(found)
    try await report(.delivery, found) { $0.excesses(settings) }
    try await report(.commands, found) { $0.commandExcesses(settings) }
  }

  private func standingsOfAll() async throws(StoreError) -> [PartnerStanding] {
    let (deadLetters, waits) = (try await letters.counts(), try await standings.waits())
    let (refusals, today) = (try await standings.refusals(), try await standings.refusedToday())
    let refused = Dictionary(grouping: refusals, by: \.organisation)
    let (known, keysSince) = (try await readings.all(), try await keys.oldest())
    let inTransactions = await transactions?.check()
    var (found, observations): ([PartnerStanding], [ReadingStore.Observation]) = ([], [])
    for one in try await store.statistics() {
      var standing = PartnerStanding(
        one,
        deadLetters: deadLetters[one.organisation] ?? 0,
        commandsWait: waits.first { $0.organisation == one.organisation }?.age
      )
      for refusal in refused[one.organisation] ?? [] { standing.refused[refusal.code] = refusal.count }
      standing.refusedToday = today[one.organisation] ?? 0
      standing.keysSince = keysSince[one.organisation].map { Date(timeIntervalSince1970: Double($0) / 1e6) }
      standing.depth = await depth(of: one.queue)
      standing.transactions = inTransactions?.use(of: one.organisation)
      let progress = standing.depth.map {
        QueueProgress(
          of: one.organisation,
          confirmed: one.confirmedSequence,
          hasFormerQueue: one.hasFormerQueue,
          $0,
          known: known[one.organisation]
        )
      }
      standing.unread = memory.unread(standing, hasRead: progress?.hasRead ?? false)
      standing.readAt = progress?.hasRead == true ? Date() : known[one.organisation]?.readAt
      observations += [progress?.observation].compactMap(\.self)
      found.append(standing)
    }
    try await readings.record(observations)
    return found
  }

  private func endTransactions(_ all: [PartnerStanding]) async {
    for standing in all {
      if let use = standing.transactions, use.channels > 0 { await transactions?.end(use, of: standing.organisation) }
    }
  }

  /// One alarm for all that are past a limit of its kind. The inbox has the same alarm for commands that wait: it is over when neither finds
  /// anything.
  private func report(
    _ kind: AlarmStore.Kind,
    _ all: [PartnerStanding],
    _ excesses: (PartnerStanding) -> [String]
  ) async throws(StoreError) {
    let found = Dictionary(all.map { ($0.organisation, excesses($0)) }) { $1 }.filter { !$0.value.isEmpty }
    tell(kind, found)
    let isNews = found.isEmpty ? try await alarms.settle(kind) : try await alarms.raise(kind, hold: settings.every * 3)
    if isNews { outbox.signal() }
  }

  /// `nil` while the broker is away: that is somebody else's to say.
  private func depth(of queue: String) async -> PartnerStanding.Depth? {
    guard broker.state == .connected, let info = try? await broker.queueInfo(queue) else { return nil }
    return PartnerStanding.Depth(messages: info.messageCount, consumers: info.consumerCount)
  }

  /// Once for each time that one comes past a limit.
  private func tell(_ kind: AlarmStore.Kind, _ found: [String: [String]]) {
    for organisation in memory.news(kind, Set(found.keys)).sorted() {
      logger.warning(
        kind == .delivery
          ? "more waits for a partner than is meant" : "a partner's commands are not as they should be",
        metadata: [
          "recipient": "\(organisation)", "reason": "\((found[organisation] ?? []).joined(separator: ", "))",
        ]
      )
    }
  }

  /// What earlier checks found.
  private final class Memory: Sendable {
    private let unreadSince = Mutex<[String: ContinuousClock.Instant]>([:])
    private let told = Mutex<[AlarmStore.Kind: Set<String>]>([:])

    func unread(_ standing: PartnerStanding, hasRead: Bool) -> Duration {
      unreadSince.withLock { since in
        // What is not known changes nothing.
        guard let depth = standing.depth else { return .zero }
        guard depth.messages > 0, !hasRead else {
          since[standing.organisation] = nil
          return .zero
        }
        let first = since[standing.organisation] ?? .now
        since[standing.organisation] = first
        return first.duration(to: .now)
      }
    }

    /// Those that were not among them at the last check.
    func news(_ kind: AlarmStore.Kind, _ found: Set<String>) -> Set<String> {
      told.withLock { told in
        let news = found.subtracting(told[kind] ?? [])
        told[kind] = found
        return news
      }
    }
  }
}

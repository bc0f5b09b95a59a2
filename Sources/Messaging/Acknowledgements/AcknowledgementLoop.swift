public import Logging
public import Outbox
public import ServiceLifecycle
public import StoreBase

/// Reminds organisations of what they have to acknowledge, measures how much that is, and sends an alarm to the administrators of the
/// service when something is not acknowledged for long (``Outbox/AlarmStore``).
///
/// The alarm does not say whom it is about, since it goes out as an event; `casusregie partner acknowledgements` does.
public struct AcknowledgementLoop: Service {
  /// When it is told again, and when that is no longer enough.
  public struct Settings: Sendable {
    public var every: Duration = .seconds(600)
    /// From one reminder to the next, by the service's clock.
    public var reminder: Duration = .seconds(7 * 86_400)
    /// From when it was first told, by the service's clock.
    public var limit: Duration = .seconds(14 * 86_400)

    public init() {}
  }

  private let store: AcknowledgementStore
  private let alarms: AlarmStore
  private let outbox: Wake
  private let settings: Settings
  private let logger: Logger
  private let metrics = AcknowledgementMetrics()

  /// - Parameters:
  ///   - alarms: over a connection with a short limit for statements.
  ///   - outbox: signalled when something is to be sent.
  public init(
    store: AcknowledgementStore,
    alarms: AlarmStore,
    outbox: Wake,
    settings: Settings = Settings(),
    logger: Logger
  ) {
    (self.store, self.alarms, self.outbox, self.settings, self.logger) = (store, alarms, outbox, settings, logger)
  }

  public func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // First the pause: at the start there is other work. Ends early only when cancelled, which the loop sees.
        try? await Task.sleep(for: settings.every)
        guard !Task.isCancelled else { return }
        do throws(StoreError) { try await check() } catch {
          // The next check tries again, and the pool reports an outage.
          logger.debug("recipients could not be reminded", metadata: ["error": "\(error)"])
        }
      }
    }
  }

  private func check() async throws(StoreError) {
    let reminded = try await store.remind(after: settings.reminder)
    if reminded > 0 {
      metrics.reminded(reminded)
      logger.info("recipients were reminded of what they have to acknowledge", metadata: ["count": "\(reminded)"])
    }
    let standing = try await store.standing(overdueAfter: settings.limit)
    metrics.record(standing)
    let isNews =
      standing.overdue == 0
      ? try await alarms.settle(.acknowledgements)
      : try await alarms.raise(.acknowledgements, hold: settings.every * 3)
    if isNews, standing.overdue > 0 {
      logger.warning(
        "events are not acknowledged for longer than is meant",
        metadata: ["count": "\(standing.overdue)"]
      )
    }
    if isNews || reminded > 0 { outbox.signal() }
  }
}

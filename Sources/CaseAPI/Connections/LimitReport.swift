import Logging
import Metrics
import Synchronization

/// Counts what comes to a limit, and says it: in the log once a minute for each limit, for whoever attacks must not be able
/// to fill it. No address is in it.
final class LimitReport: Sendable {
  private struct Quiet {
    var since: ContinuousClock.Instant
    var count: Int
  }

  private static let pause = Duration.seconds(60)
  private let metrics: PrometheusMetrics
  private let logger: Logger
  private let quiet = Mutex<[ConnectionLimit: Quiet]>([:])

  init(metrics: PrometheusMetrics, logger: Logger) {
    self.metrics = metrics
    self.logger = logger
    // So that they can be watched before anything happens.
    for limit in ConnectionLimit.allCases { counter(limit).increment(by: 0) }
  }

  /// - Parameter organisation: whose client it was, where that is known.
  func hit(_ limit: ConnectionLimit, by organisation: String? = nil) {
    counter(limit).increment()
    guard let count = line(limit, at: .now) else { return }
    var metadata: Logger.Metadata = [
      "limit": "\(limit.rawValue)", "consequence": "\(limit.consequence)", "times": "\(count)",
    ]
    if let organisation { metadata["organisation"] = "\(organisation)" }
    logger.log(level: limit.isOrdinary ? .debug : .warning, "a limit was reached", metadata: metadata)
  }

  /// How many went without a line of their own; `nil` when there is to be none now either.
  private func line(_ limit: ConnectionLimit, at now: ContinuousClock.Instant) -> Int? {
    quiet.withLock { quiet in
      if let before = quiet[limit], now - before.since < Self.pause {
        quiet[limit]?.count += 1
        return nil
      }
      defer { quiet[limit] = Quiet(since: now, count: 0) }
      return quiet[limit]?.count ?? 0
    }
  }

  private func counter(_ limit: ConnectionLimit) -> Counter {
    Counter(label: "http_limit_reached", dimensions: [("limit", limit.rawValue)], factory: metrics)
  }
}

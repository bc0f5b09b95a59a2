import CaseReading
import Foundation
import Logging
import Metrics
import StrictJSON
import Synchronization

/// Tells of cases that cannot be read: each once in the log, and every time in a metric, by the reason.
final class UnreadableCaseLog: Sendable {
  private let logger: Logger
  private let metrics: PrometheusMetrics
  private let told = Mutex<Set<UUID>>([])

  /// Beyond so many the log has said enough.
  private static let most = 10_000

  init(logger: Logger, metrics: PrometheusMetrics) {
    self.logger = logger
    self.metrics = metrics
  }

  func met(_ cases: [UnreadableCase]) {
    for found in cases {
      let dimensions = [("reason", found.reason.rawValue)]
      Counter(label: "casusregie_cases_unreadable", dimensions: dimensions, factory: metrics).increment()
      guard told.withLock({ $0.count < Self.most && $0.insert(found.caseID).inserted }) else { continue }
      logger.error(
        "a case, or an entry of its journal, cannot be read; the others are shown",
        metadata: ["case": "\(found.caseID)", "reason": "\(found.reason.rawValue)"]
      )
    }
  }
}

extension [UnreadableCase] {
  /// The ids of those that may be named.
  var json: JSON { .array(filter(\.isForReader).map { .string($0.alias.uuidString.lowercased()) }) }
}

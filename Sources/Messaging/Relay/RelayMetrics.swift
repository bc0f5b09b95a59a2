import CaseCore
import Metrics
import Outbox

/// The metrics of the relay, of all recipients together. Those of each are ``PartnerMetrics``.
struct RelayMetrics: Sendable {
  private let published = Counter(label: "casusregie_relay_published_total")
  private let batchSize = Recorder(label: "casusregie_relay_batch_events")
  /// The time from the recording of a batch's first event until a relay claimed it.
  private let lag = Timer(label: "casusregie_relay_lag_seconds")
  private let waiting = Gauge(label: "casusregie_outbox_waiting")
  /// Age of the oldest event that waits, in seconds.
  private let oldest = Gauge(label: "casusregie_outbox_oldest_seconds")
  /// Recipients whose last attempt failed.
  private let troubled = Gauge(label: "casusregie_outbox_troubled_recipients")

  func sent(_ batch: OutboxBatch, _ delivery: Delivery) {
    published.increment(by: delivery.confirmed)
    batchSize.record(batch.events.count)
    if let first = batch.events.first {
      lag.recordMicroseconds(max(0, batch.readAt.microseconds(since: first.recordedAt)))
    }
    if let trouble = delivery.trouble { failed(trouble.reason) }
  }

  /// A recipient could not be reached.
  func failed(_ reason: String) {
    Counter(label: "casusregie_relay_failures_total", dimensions: [("reason", reason)]).increment()
  }

  func counted(_ statistics: [OutboxStatistics]) {
    waiting.record(statistics.reduce(0) { $0 + $1.waiting })
    oldest.record(Double(statistics.map(\.oldestMicroseconds).max() ?? 0) / 1_000_000)
    troubled.record(statistics.count { $0.failures > 0 })
  }
}

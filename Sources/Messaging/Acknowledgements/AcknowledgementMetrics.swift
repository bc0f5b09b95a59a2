import Metrics
import Outbox

/// How much is not acknowledged, of all recipients together. Of each it says `casusregie partner acknowledgements`.
struct AcknowledgementMetrics: Sendable {
  private let asked = Gauge(label: "casusregie_acknowledgements_outstanding", dimensions: [("recipient", "reachable")])
  private let unreachable = Gauge(
    label: "casusregie_acknowledgements_outstanding",
    dimensions: [("recipient", "unreachable")]
  )
  private let overdue = Gauge(label: "casusregie_acknowledgements_overdue")
  /// Age of the oldest that is outstanding, in seconds.
  private let oldest = Gauge(label: "casusregie_acknowledgements_oldest_seconds")
  private let reminders = Counter(label: "casusregie_acknowledgement_reminders_total")

  func reminded(_ count: Int) { reminders.increment(by: Int64(count)) }

  func record(_ standing: AcknowledgementStore.Standing) {
    asked.record(standing.asked)
    unreachable.record(standing.unreachable)
    overdue.record(standing.overdue)
    oldest.record(Double(standing.oldestMicroseconds) / 1_000_000)
  }
}

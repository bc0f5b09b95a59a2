import CaseStore
import Metrics

/// What should have fired by now, as metrics.
struct OverdueGauges: Sendable {
  private let overdue = Gauge(label: "casusregie_deadlines_overdue")
  /// How long the first of them that nobody put aside has been due, in seconds.
  private let oldest = Gauge(label: "casusregie_deadlines_overdue_seconds")
  /// Cases of which a deadline is due, and that cannot be decided. Whoever runs the service has to look at them.
  private let stuck = Gauge(label: "casusregie_deadlines_stuck_cases")

  func record(_ found: TimerStore.Overdue) {
    overdue.record(found.count)
    oldest.record(found.lateness / .seconds(1))
    stuck.record(found.stuckCases)
  }
}

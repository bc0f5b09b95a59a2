import DeadlineTimers
import Metrics

/// What should have fired by now, as metrics.
struct OverdueGauges: Sendable {
  private let overdue = Gauge(label: "casusregie_deadlines_overdue")
  /// The time in seconds for which the first timer that was not put aside has been due.
  private let oldest = Gauge(label: "casusregie_deadlines_overdue_seconds")
  /// Cases with a due deadline that cannot be decided. An operator has to look at them.
  private let stuck = Gauge(label: "casusregie_deadlines_stuck_cases")

  func record(_ found: TimerStore.Overdue) {
    overdue.record(found.count)
    oldest.record(found.lateness / .seconds(1))
    stuck.record(found.stuckCases)
  }
}

import DeadlineTimers
import Metrics

/// What the deadline loop counts.
struct TimerMetrics: Sendable {
  /// Timers that had their effect.
  let fired = Counter(label: "casusregie_deadlines_fired_total")
  /// Timers whose deadline no longer ran when they were due.
  let lapsed = Counter(label: "casusregie_deadlines_lapsed_total")
  /// Attempts on a case that could not be decided.
  let failed = Counter(label: "casusregie_deadlines_failed_total")
  /// From the moment that a timer was due to the moment that its effect was recorded.
  let lateness = Metrics.Timer(label: "casusregie_deadline_lateness_seconds")
}

/// What should have fired by now, as metrics: the watchdog records it.
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

import Metrics

/// What the deadline loop counts. How far it is behind is in ``OverdueGauges``, which the watchdog records.
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

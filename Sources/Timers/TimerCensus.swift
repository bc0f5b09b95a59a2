import CaseCore
import CaseStore
import Metrics

/// Counts what should have fired by now, for the metrics.
struct TimerCensus: Sendable {
  let store: TimerStore
  let every: Duration

  private let overdue = Gauge(label: "casusregie_deadlines_overdue")
  /// How long the first of them has been due, in seconds.
  private let oldest = Gauge(label: "casusregie_deadlines_overdue_seconds")
  /// Cases of which a deadline is due, and that cannot be decided. Whoever runs the service has to look at them.
  private let stuck = Gauge(label: "casusregie_deadlines_stuck_cases")

  init(store: TimerStore, every: Duration) {
    self.store = store
    self.every = every
  }

  func run() async {
    while !Task.isCancelled {
      // Without a database there is nothing to count; the loop itself says so.
      if let found = try? await store.overdue() { record(found) }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: every)
    }
  }

  private func record(_ found: TimerStore.Overdue) {
    overdue.record(found.count)
    oldest.record(found.first.map { Double(found.now.microseconds(since: $0)) / 1_000_000 } ?? 0)
    stuck.record(found.stuckCases)
  }
}

import Outbox

/// Counts the events that wait, for the metrics.
struct OutboxCounting: Sendable {
  let store: RelayStore
  let metrics: RelayMetrics
  let every: Duration

  func run() async {
    while !Task.isCancelled {
      // Without a database there is nothing to count; the relay reports that.
      if let statistics = try? await store.statistics() { metrics.counted(statistics) }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: every)
    }
  }
}

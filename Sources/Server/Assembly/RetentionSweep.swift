import Logging
import Metrics
import ServiceLifecycle
import StoreAdministration
import StoreBase

/// Removes what is old and done with, now and then: answers, calendar addresses, confirmed events, settled timers. That it did not work today does no
/// harm: it says so and tries again.
struct RetentionSweep: Service {
  let receipts: ReceiptStore
  let store: RetentionStore
  let retention: Settings.Retention
  let logger: Logger

  private static let pause = Duration.seconds(3_600)

  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // First the pause: at the start there is other work. Cancelled only when the service ends, which the loop sees.
        try? await Task.sleep(for: Self.pause)
        guard !Task.isCancelled else { return }
        await sweep()
      }
    }
  }

  func sweep() async {
    await remove("answers") { () async throws(StoreError) in try await receipts.forgetOld() }
    await remove("calendar addresses") { () async throws(StoreError) in try await store.removeExpiredAddresses() }
    await remove("answers to questions") { () async throws(StoreError) in try await store.emptyAnswers() }
    await remove("confirmed events") { () async throws(StoreError) in
      try await store.removeConfirmedEvents(olderThan: retention.eventDays)
    }
    await remove("acknowledgements and receipts") { () async throws(StoreError) in
      try await store.removeAcknowledgementsAndReceipts(olderThan: retention.eventDays)
    }
    await remove("settled timers") { () async throws(StoreError) in
      try await store.removeSettledTimers(olderThan: retention.timerDays)
    }
    await remove("links to traces") { () async throws(StoreError) in try await store.removeTraceLinks() }
  }

  private func remove(_ what: String, _ body: () async throws(StoreError) -> Int) async {
    do throws(StoreError) {
      let count = try await body()
      Counter(label: "casusregie_retention_removed_total", dimensions: [("what", what)]).increment(by: Int64(count))
      if count > 0 { logger.info("what is old was removed", metadata: ["what": "\(what)", "count": "\(count)"]) }
    } catch {
      Counter(label: "casusregie_retention_failures_total", dimensions: [("what", what)]).increment()
      logger.log(
        level: error.isUnavailable ? .debug : .warning,
        "what is old could not be removed",
        metadata: ["what": "\(what)", "error": "\(error)"]
      )
    }
  }
}

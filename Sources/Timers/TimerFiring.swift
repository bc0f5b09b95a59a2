import CaseCore
import CaseDoor
import DeadlineTimers
import Foundation
import Logging
import Metrics
import Retrying
import StoreBase
import Tracing

/// Fires timers that are due.
struct TimerFiring: Sendable {
  let door: CommandDoor
  let store: TimerStore
  let logger: Logger

  private let metrics = TimerMetrics()

  /// After it a case that cannot be decided is tried again. The longest pause is also how long its deadlines stay behind once it is
  /// mended.
  private static let backoff = Backoff(first: .seconds(60), longest: .seconds(3_600))

  /// Fires the due timers of these cases. When a case cannot be decided all its timers wait.
  func fire(_ timers: [UUID: [TimerStore.Due]]) async {
    let span = door.tracer?.startSpan("deadlines", context: .topLevel)
    span?.attributes["casusregie.cases"] = timers.count
    defer { span?.end() }
    let trace = span.flatMap { $0.isRecording ? $0.context : nil }
    do throws(StoreError) {
      for firing in try await door.fire(Array(timers.keys), trace: trace) {
        await settle(firing, timers[firing.caseID] ?? [])
      }
    } catch {
      span?.setStatus(SpanStatus(code: .error))
      // Left until the claim ends: a timer fires once, so it may always be tried again.
    }
  }

  private func settle(_ firing: Firing, _ timers: [TimerStore.Due]) async {
    do throws(StoreError) {
      let done = try firing.outcome.get()
      metrics.fired.increment(by: done.count)
      for timer in done { metrics.lateness.recordMicroseconds(max(0, firing.at.microseconds(since: timer.due))) }
      for timer in timers where !done.contains(where: { $0.timer == timer.number && $0.deadline == timer.deadline }) {
        metrics.lapsed.increment()
        try await store.lapse(timer, decided: firing.at)
      }
      if let timer = timers.first(where: { $0.failures > 0 }) { try await takeUp(timer) }
    } catch {
      guard !error.saysNothingOfTheCase, let timer = timers.max(by: { $0.failures < $1.failures }) else { return }
      await putAside(timer, error)
    }
  }

  /// The fault concerns this case only, and must not stop the others. It is logged the first time, and then whenever the
  /// number of attempts has doubled.
  private func putAside(_ timer: TimerStore.Due, _ error: StoreError) async {
    metrics.failed.increment()
    // Whoever runs the service is told that it is a minute, then two: without jitter.
    let pause = Self.backoff.pause(afterFailures: timer.failures + 1, jitter: 1)
    do throws(StoreError) {
      let failures = try await store.putAside(timer.caseID, for: pause)
      logger.log(
        level: failures & (failures - 1) == 0 ? .error : .debug,
        "a deadline could not be carried out",
        metadata: [
          "case": "\(timer.caseID)", "deadline": "\(timer.deadline)", "error": "\(error)", "times": "\(failures)",
        ]
      )
    } catch {
      logger.log(
        level: error.isUnavailable ? .debug : .warning,
        "a case could not be put aside; the claim on its deadlines ends by itself",
        metadata: ["error": "\(error)"]
      )
    }
  }

  private func takeUp(_ timer: TimerStore.Due) async throws(StoreError) {
    try await store.takeUp(timer.caseID)
    logger.notice("the deadlines of a case are carried out again", metadata: ["case": "\(timer.caseID)"])
  }
}

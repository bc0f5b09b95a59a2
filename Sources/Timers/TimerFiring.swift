import CaseCore
import CaseStore
import Logging
import Metrics

/// Fires one timer that is due.
struct TimerFiring: Sendable {
  let door: CommandDoor
  let store: TimerStore
  let logger: Logger

  private let fired = Counter(label: "casusregie_deadlines_fired_total")
  private let lapsed = Counter(label: "casusregie_deadlines_lapsed_total")
  private let failed = Counter(label: "casusregie_deadlines_failed_total")
  private let lateness = Metrics.Timer(label: "casusregie_deadline_lateness_seconds")

  /// A case that cannot be decided is looked at again after this long.
  private static let pause = Duration.seconds(60)

  func fire(_ timer: TimerStore.Due, now: Instant) async {
    let cause = Command.Cause.deadline(
      DeadlineName(parsing: timer.deadline),
      generation: timer.generation,
      rung: timer.rung
    )
    do throws(StoreError) {
      switch try await door.submit(Submission(target: .caseID(timer.caseID), command: Command(cause: cause))) {
      case .accepted:
        fired.increment()
        lateness.recordMicroseconds(max(0, now.microseconds(since: timer.at)))
      case .lapsed:
        lapsed.increment()
        try await store.settle(timer, as: .lapsed)
      case .refused, .reusedID:
        // The content of the case is gone, and its deadlines with it.
        lapsed.increment()
        try await store.settle(timer, as: .lapsed)
      }
    } catch {
      await putAside(timer, error)
    }
  }

  /// What says nothing of the case is left to the end of the claim: a rung fires once, so it may always be tried again.
  /// Anything else concerns this case alone, and must not stop the others.
  private func putAside(_ timer: TimerStore.Due, _ error: StoreError) async {
    guard !error.saysNothingOfTheCase else { return }
    failed.increment()
    logger.error(
      "a deadline could not be carried out",
      metadata: ["deadline": "\(timer.deadline)", "error": "\(error)"]
    )
    do throws(StoreError) {
      try await store.settle(timer, as: .again(after: Self.pause))
    } catch {
      logger.warning("a deadline could not be put aside; its claim ends by itself", metadata: ["error": "\(error)"])
    }
  }
}

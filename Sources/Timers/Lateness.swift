import CaseCore
import CaseStore

/// How late timers fire that were found due in one look: by the clock of the cases until the look, and by that of the process
/// from then on, for whoever comes last in a batch waited for the others.
struct Lateness: Sendable {
  let clock: Instant
  private let looked = ContinuousClock.now

  init(clock: Instant) { self.clock = clock }

  func of(_ timer: TimerStore.Due) -> Duration {
    .microseconds(max(0, clock.microseconds(since: timer.at))) + (ContinuousClock.now - looked)
  }
}

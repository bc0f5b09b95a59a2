import LocalTime
import StoreBase
import Testing

/// A wait without a reason to end would last an hour: that these tests end shows that it had one.
@Suite("A wake", .timeLimit(.minutes(5))) struct WakeTests {
  private static let ever = Duration.seconds(3_600)

  @Test("a signal before the wait is kept for it; many are one") func before() async {
    let wake = Wakes().timers
    for _ in 0..<3 { wake.signal() }
    await wake.wait(atMost: Self.ever)
    let clock = ContinuousClock()
    let began = clock.now
    await wake.wait(atMost: .milliseconds(50))
    #expect(clock.now - began >= .milliseconds(50), "the other signals were kept too")
  }

  @Test("the limit ends a wait, also one of nothing") func limit() async {
    let wake = Wakes().timers
    for limit in [Duration.zero, .nanoseconds(1), .milliseconds(5)] { await wake.wait(atMost: limit) }
  }

  @Test("cancelling ends a wait, before and during it") func cancellation() async {
    let wake = Wakes().timers
    for _ in 0..<200 {
      let waiting = Task { await wake.wait(atMost: Self.ever) }
      if Bool.random() { await Task.yield() }
      waiting.cancel()
      await waiting.value
    }
  }

  @Test("a signal while somebody is about to wait is never lost") func race() async {
    let wake = Wakes().timers
    for _ in 0..<2_000 {
      async let signalled: Void = wake.signal()
      await wake.wait(atMost: Self.ever)
      await signalled
    }
  }

  /// An alarm that was called off may still report, after the next wait has begun; it must not be taken for that one's.
  @Test("alarms, signals and cancellations at once leave nobody asleep") func everythingAtOnce() async {
    let wake = Wakes().timers
    for round in 0..<2_000 {
      let waiting = Task {
        await wake.wait(atMost: round.isMultiple(of: 2) ? .zero : Self.ever)
        await wake.wait(atMost: .zero)
      }
      wake.signal()
      if round.isMultiple(of: 3) { waiting.cancel() }
      await waiting.value
    }
  }
}

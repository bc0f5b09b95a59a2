import Synchronization
import Testing

@testable import Inbox

@Suite("Who floods shares the processors with the others") struct FairShareTests {
  private final class Clock: Sendable {
    let time = Mutex(ContinuousClock.now)

    func pass(_ duration: Duration) { time.withLock { $0 += duration } }
  }

  private let clock = Clock()

  private func share(alone: Int = 4, processors: Int) -> FairShare<String> {
    FairShare(alone: alone, processors: processors, memory: .seconds(1)) { [clock] in clock.time.withLock { $0 } }
  }

  @Test("alone all lanes, with others a part of the processors, and one at least")
  func parts() {
    let share = share(processors: 6)
    #expect(share.lanes == 4)
    share.came("a")
    #expect(share.lanes == 4)
    share.came("b")
    #expect(share.lanes == 3)
    for owner in ["c", "d", "e", "f", "g"] { share.came(owner) }
    #expect(share.lanes == 1)
  }

  @Test("with processors to spare nobody gets more than alone")
  func spare() {
    let share = share(processors: 64)
    share.came("a")
    share.came("b")
    #expect(share.lanes == 4)
  }

  @Test("who waits for an answer before it goes on counts for a second, and who has work in hand as long as that lasts")
  func memory() {
    let share = share(processors: 2)
    share.came("flood")
    share.came("other")
    share.went("other")
    clock.pass(.milliseconds(900))
    #expect(share.lanes == 1)
    clock.pass(.milliseconds(200))
    #expect(share.lanes == 4)
    share.came("other")
    clock.pass(.seconds(60))
    #expect(share.lanes == 1)
    share.went("other")
    clock.pass(.seconds(2))
    #expect(share.lanes == 4)
  }
}

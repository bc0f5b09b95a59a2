import Synchronization
import Testing

@testable import Inbox

/// Signals only: nothing here waits for time.
@Suite("Lanes", .timeLimit(.minutes(5))) struct LanesTests {
  /// Work that says that it began and goes on when it is let.
  private final class Gates: Sendable {
    let begun: AsyncStream<Int>
    private let tell: AsyncStream<Int>.Continuation
    private let gates: [AsyncStream<Void>]
    private let open: [AsyncStream<Void>.Continuation]

    init(_ count: Int) {
      (begun, tell) = AsyncStream.makeStream()
      let pairs = (0..<count).map { _ in AsyncStream<Void>.makeStream() }
      (gates, open) = (pairs.map(\.stream), pairs.map(\.continuation))
    }

    func work(_ index: Int) async {
      tell.yield(index)
      for await _ in gates[index] { return }
    }

    func finish(_ index: Int) { open[index].yield() }
  }

  @Test("as many are worked in as the limit of the moment says: fewer when it falls, more when it rises")
  func limit() async {
    let limit = Mutex(2)
    let lanes = Lanes<Int> { limit.withLock { $0 } }
    let gates = Gates(6)
    var begun = gates.begun.makeAsyncIterator()
    await withDiscardingTaskGroup { group in
      func add(_ index: Int) {
        #expect(lanes.enter(index) { await gates.work(index) })
        group.addTask { await lanes.drain(index) }
      }
      add(0)
      add(1)
      var under: Set<Int> = []
      for _ in 0..<2 { if let index = await begun.next() { under.insert(index) } }
      #expect(under == [0, 1])

      // One ends, and the limit is one: the other goes on, and nobody comes in until it ends too.
      limit.withLock { $0 = 1 }
      for index in 2..<6 { add(index) }
      gates.finish(0)
      gates.finish(1)
      let first = await begun.next()
      limit.withLock { $0 = 3 }
      if let first { gates.finish(first) }
      var rest: Set<Int> = []
      for _ in 0..<3 { if let index = await begun.next() { rest.insert(index) } }
      #expect(rest.union(first.map { [$0] } ?? []) == [2, 3, 4, 5])
      for index in rest { gates.finish(index) }
    }
  }

  @Test("a lane keeps its order, and one that pauses lets another in")
  func order() async {
    let lanes = Lanes<Int> { 1 }
    let gates = Gates(3)
    var begun = gates.begun.makeAsyncIterator()
    await withDiscardingTaskGroup { group in
      #expect(lanes.enter(7) { await lanes.pausing { await gates.work(0) } })
      #expect(!lanes.enter(7) { await gates.work(2) })
      group.addTask { await lanes.drain(7) }
      #expect(await begun.next() == 0)
      #expect(lanes.enter(8) { await gates.work(1) })
      group.addTask { await lanes.drain(8) }
      #expect(await begun.next() == 1)
      gates.finish(0)
      gates.finish(1)
      #expect(await begun.next() == 2)
      gates.finish(2)
    }
  }
}

import Synchronization

/// Work in lanes: in one lane in the order in which it came, lanes beside each other, some at a time.
final class Lanes<Key: Hashable & Sendable>: Sendable {
  typealias Work = @Sendable () async -> Void

  private struct State {
    var waiting: [Key: [Work]] = [:]
    var busy = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let atOnce: @Sendable () -> Int

  /// - Parameter atOnce: how many lanes are worked in at a time, at least one. Asked again whenever one ends: what is under way goes on.
  init(atOnce: @escaping @Sendable () -> Int) { self.atOnce = atOnce }

  /// Puts work at the end of a lane.
  /// - Returns: whether the lane is new: then somebody has to ``drain(_:)`` it.
  func enter(_ key: Key, _ work: @escaping Work) -> Bool {
    state.withLock { state in
      let isNew = state.waiting[key] == nil
      state.waiting[key, default: []].append(work)
      return isNew
    }
  }

  /// Works until the lane is empty.
  func drain(_ key: Key) async {
    await acquire()
    while let work = next(in: key) { await work() }
    release()
  }

  /// Lets other lanes go on while this one waits. To be called by work in a lane.
  func pausing(_ wait: () async -> Void) async {
    release()
    await wait()
    await acquire()
  }

  /// The last one leaves the lane when it finds it empty, so nobody enters a lane that ends.
  private func next(in key: Key) -> Work? {
    state.withLock { state in
      guard var lane = state.waiting[key], !lane.isEmpty else {
        state.waiting[key] = nil
        return nil
      }
      let work = lane.removeFirst()
      state.waiting[key] = lane
      return work
    }
  }

  private func acquire() async {
    await withCheckedContinuation { continuation in
      let limit = atOnce()
      let isFree = state.withLock { state in
        guard state.busy >= limit else {
          state.busy += 1
          return true
        }
        state.waiters.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Those that wait come in as far as there is room, which may have grown.
  private func release() {
    let limit = atOnce()
    let next = state.withLock { state in
      state.busy -= 1
      let count = min(state.waiters.count, max(0, limit - state.busy))
      let next = state.waiters.prefix(count)
      state.waiters.removeFirst(count)
      state.busy += count
      return next
    }
    for waiter in next { waiter.resume() }
  }
}

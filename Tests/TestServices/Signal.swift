import Synchronization

/// A value that tests wait on: whatever changes it wakes those whose condition it now meets.
///
///     let received = Signal<[String]>([])
///     consumer.onDelivery { text in received.update { $0.append(text) } }
///     try await received.wait(for: "three deliveries") { $0.count == 3 }
package final class Signal<Value: Sendable>: Sendable {
  private struct Waiter {
    let condition: @Sendable (Value) -> Bool
    let continuation: CheckedContinuation<Value?, Never>
  }

  private struct State {
    var value: Value
    var waiters: [Int: Waiter] = [:]
    var lastWaiter = 0
  }

  private let state: Mutex<State>

  package init(_ value: Value) {
    state = Mutex(State(value: value))
  }

  package var value: Value { state.withLock { $0.value } }

  package func update(_ change: (inout Value) -> Void) {
    let woken = state.withLock { state in
      change(&state.value)
      let value = state.value
      let woken = state.waiters.filter { $0.value.condition(value) }
      woken.keys.forEach { state.waiters[$0] = nil }
      return woken.values.map { ($0.continuation, value) }
    }
    for (continuation, value) in woken { continuation.resume(returning: value) }
  }

  /// Returns the first value that meets the condition; throws `WaitedInVain` after `limit`, or when the task is cancelled.
  @discardableResult
  package func wait(
    for what: String,
    limit: Duration = .seconds(120),
    until condition: @escaping @Sendable (Value) -> Bool
  ) async throws -> Value {
    let id = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    let alarm = Task {
      try await Task.sleep(for: limit)
      self.giveUp(id)
    }
    defer { alarm.cancel() }
    let met = await withTaskCancellationHandler {
      await withCheckedContinuation { add(Waiter(condition: condition, continuation: $0), id) }
    } onCancel: {
      giveUp(id)
    }
    guard let met else { throw WaitedInVain(what: what, limit: limit, last: "\(value)") }
    return met
  }

  private func add(_ waiter: Waiter, _ id: Int) {
    let answer: Value?? = state.withLock { state in
      if waiter.condition(state.value) { return .some(state.value) }
      // A cancellation before this point found nobody to wake; one after it does.
      if Task.isCancelled { return .some(nil) }
      state.waiters[id] = waiter
      return nil
    }
    if let answer { waiter.continuation.resume(returning: answer) }
  }

  private func giveUp(_ id: Int) {
    state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: nil)
  }
}

import BlockingExecutor

extension PostgresPool {
  /// A connection, at once or after waiting in the queue.
  func lease() async throws -> Machine.Lease {
    let waiter = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { enqueue(waiter, $0) }
    } onCancel: {
      step { $0.giveUp(waiter, .cancelled) }
    }
  }

  func giveBack(_ lease: Machine.Lease, _ fate: Machine.Fate) { step { $0.giveBack(lease, fate, now: .now) } }

  private func enqueue(_ waiter: Machine.Waiter, _ continuation: CheckedContinuation<Machine.Lease, any Error>) {
    let (decision, actions) = state.withLock { state in
      let (decision, actions) = state.machine.lease(waiter, now: .now)
      if case .wait = decision {
        state.waiting[waiter] = Waiting(continuation: continuation, limit: limitWait(of: waiter))
      }
      return (decision, actions)
    }
    actions.forEach(perform)
    switch decision {
    case .lend(let lease): continuation.resume(returning: lease)
    case .refuse(let refusal): continuation.resume(throwing: error(refusal))
    case .wait:
      // A cancellation from before the waiter was in the queue found nobody to remove.
      if Task.isCancelled { step { $0.giveUp(waiter, .cancelled) } }
    }
  }

  private func limitWait(of waiter: Machine.Waiter) -> Task<Void, Never> {
    Task { [weak self, timeout = configuration.waitTimeout] in
      do { try await Task.sleep(for: timeout) } catch { return }  // the wait has ended
      self?.step { $0.giveUp(waiter, .exhausted) }
    }
  }

  func step(_ event: (inout Machine) -> [Machine.Action]) {
    state.withLock { event(&$0.machine) }.forEach(perform)
  }

  func perform(_ action: Machine.Action) {
    switch action {
    case .lend(let lease, let waiter): endWait(of: waiter)?.resume(returning: lease)
    case .refuse(let waiter, let refusal): endWait(of: waiter)?.resume(throwing: error(refusal))
    case .open(let failures): open(afterFailures: failures)
    case .closed: takeClosing().forEach { $0.resume() }
    }
  }

  private func endWait(of waiter: Machine.Waiter) -> CheckedContinuation<Machine.Lease, any Error>? {
    guard let waiting = state.withLock({ $0.waiting.removeValue(forKey: waiter) }) else { return nil }
    waiting.limit.cancel()
    return waiting.continuation
  }

  private func takeClosing() -> [CheckedContinuation<Void, Never>] {
    state.withLock { state in
      defer { state.closing = [] }
      return state.closing
    }
  }

  private func error(_ refusal: Machine.Refusal) -> PostgresError {
    switch refusal {
    case .closed: PostgresError(.closed)
    case .cancelled: PostgresError(.cancelled)
    case .exhausted: PostgresError(.poolExhausted)
    case .unavailable:
      state.withLock { PostgresError(.unavailable, sqlState: $0.lastFailure?.sqlState, detail: $0.lastFailure?.detail) }
    }
  }
}

import BlockingExecutor

extension PostgresPool {
  /// A connection, at once or after waiting in line.
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

  func giveBack(_ lease: Machine.Lease, isBroken: Bool) {
    step { $0.giveBack(lease, isBroken: isBroken, now: .now) }
  }

  private func enqueue(_ waiter: Machine.Waiter, _ continuation: Continuation) {
    let (decision, actions) = state.withLock { state in
      let (decision, actions) = state.machine.lease(waiter, now: .now)
      if case .wait = decision { state.waiting[waiter] = continuation }
      return (decision, actions)
    }
    actions.forEach(perform)
    switch decision {
    case .lend(let lease): continuation.resume(returning: lease)
    case .refuse(let refusal): continuation.resume(throwing: error(refusal))
    case .wait:
      limitWait(of: waiter)
      // A cancellation that came before the waiter stood in line found nobody to take out of it.
      if Task.isCancelled { step { $0.giveUp(waiter, .cancelled) } }
    }
  }

  private func limitWait(of waiter: Machine.Waiter) {
    Task { [weak self, timeout = configuration.waitTimeout] in
      // Never cancelled, so it cannot throw; for a waiter that has left it does nothing.
      try? await Task.sleep(for: timeout)
      self?.step { $0.giveUp(waiter, .exhausted) }
    }
  }

  func step(_ event: (inout Machine) -> [Machine.Action]) {
    state.withLock { event(&$0.machine) }.forEach(perform)
  }

  private func perform(_ action: Machine.Action) {
    switch action {
    case .lend(let lease, let waiter): takeWaiting(waiter)?.resume(returning: lease)
    case .refuse(let waiter, let refusal): takeWaiting(waiter)?.resume(throwing: error(refusal))
    case .open(let failures): open(afterFailures: failures)
    case .closed: takeClosing().forEach { $0.resume() }
    }
  }

  private func takeWaiting(_ waiter: Machine.Waiter) -> Continuation? {
    state.withLock { $0.waiting.removeValue(forKey: waiter) }
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

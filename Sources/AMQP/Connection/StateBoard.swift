import BlockingExecutor

/// The state of a connection, readable without waiting for the connection's thread, which may be busy connecting.
final class StateBoard: Sendable {
  private struct Inner {
    var state = AMQPState.connecting
    var lastError: AMQPError?
    var watchers: [Int: AsyncStream<AMQPState>.Continuation] = [:]
    var nextWatcher = 0
  }

  private let inner = Locked(Inner())

  var state: AMQPState { inner.withLock { $0.state } }

  func set(_ state: AMQPState) {
    let done = inner.withLock { inner -> [Int: AsyncStream<AMQPState>.Continuation] in
      guard inner.state != state, inner.state != .closed else { return [:] }
      inner.state = state
      if case .disconnected(let error) = state { inner.lastError = error }
      for watcher in inner.watchers.values { watcher.yield(state) }
      return state == .closed ? inner.watchers : [:]
    }
    // Finishing calls `forget`, which needs the lock.
    for watcher in done.values { watcher.finish() }
  }

  /// The state now and every change from now on; ends after `closed`.
  func states() -> AsyncStream<AMQPState> {
    let (stream, continuation) = AsyncStream.makeStream(of: AMQPState.self)
    inner.withLock { inner in
      continuation.yield(inner.state)
      guard inner.state != .closed else { return continuation.finish() }
      let id = inner.nextWatcher
      inner.nextWatcher += 1
      inner.watchers[id] = continuation
      continuation.onTermination = { [weak self] _ in self?.forget(id) }
    }
    return stream
  }

  /// Returns when the connection is up (and, if requested, not blocked); throws the reason after `limit` or when it is
  /// closed.
  func waitUntilConnected(limit: Duration, unblocked: Bool) async throws(AMQPError) {
    if state.isUsable(unblocked: unblocked) { return }
    let reached = await withTaskGroup(of: Bool.self) { group in
      group.addTask { [states = states()] in await states.contains { $0.isUsable(unblocked: unblocked) } }
      group.addTask {
        // A cancelled sleep ends the wait just as a finished one does.
        try? await Task.sleep(for: limit)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
    if !reached { throw reasonNotConnected(after: limit) }
  }

  /// For the end of the connection without `close()`, so that nobody waits without end.
  func finish() { set(.closed) }

  private func reasonNotConnected(after limit: Duration) -> AMQPError {
    inner.withLock { inner in
      switch inner.state {
      case .closed: AMQPError(.closed, "closed while waiting for the connection")
      case .blocked(let reason): AMQPError(.blocked, "still blocked after \(limit): \(reason)")
      default: inner.lastError ?? AMQPError(.notConnected, "no connection within \(limit)")
      }
    }
  }

  private func forget(_ id: Int) { inner.withLock { _ = $0.watchers.removeValue(forKey: id) } }
}

extension AMQPState {
  fileprivate func isUsable(unblocked: Bool) -> Bool {
    switch self {
    case .connected: true
    case .blocked: !unblocked
    case .connecting, .disconnected, .closed: false
    }
  }
}

/// The state of a connection.
public enum AMQPState: Sendable, Equatable {
  case connecting
  case connected
  /// Connected, but the broker is short of memory or disk: it accepts no messages until it says so.
  case blocked(reason: String)
  /// The last attempt failed or the connection was lost; the next attempt follows by itself.
  case disconnected(AMQPError)
  /// Permanently, after ``AMQPConnection/close()``.
  case closed
}

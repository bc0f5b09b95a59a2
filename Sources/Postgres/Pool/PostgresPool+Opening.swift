import BlockingExecutor
import Logging
import Retrying

extension PostgresPool {
  /// Opens a connection in the background. The task keeps the pool alive only while it opens, not during the pause before.
  func open(afterFailures failures: Int) {
    let attempt = Task { [weak self, backoff = configuration.reopening] in
      // Throws when the pool is closed meanwhile: then the pause ends.
      if failures > 0 { try? await Task.sleep(for: backoff.pause(afterFailures: failures)) }
      await self?.openNow()
    }
    guard failures > 0 else { return }
    let isClosed = state.withLock { state in
      state.attempt = attempt
      return state.machine.isClosed
    }
    if isClosed { attempt.cancel() }
  }

  private func openNow() async {
    if Task.isCancelled { return step { $0.openFailed() } }
    do {
      let connection = try await PostgresConnection.open(connectionConfiguration)
      stepLogging { $0.opened(connection, now: .now) }
    } catch {
      state.withLock { $0.lastFailure = error }
      stepLogging(error) { $0.openFailed() }
    }
  }

  /// The one place where a process logs that its database is away, and that it is back: once each, however many connections
  /// are lost.
  private func stepLogging(_ error: PostgresError? = nil, _ event: (inout Machine) -> [Machine.Action]) {
    let (wasAway, isAway, actions) = state.withLock { state in
      let wasAway = state.machine.statistics.isUnavailable
      let actions = event(&state.machine)
      return (wasAway, state.machine.statistics.isUnavailable, actions)
    }
    if let error, isAway, !wasAway { logger.warning("database unavailable", metadata: ["error": "\(error)"]) }
    if wasAway, !isAway { logger.notice("database available again") }
    actions.forEach(perform)
  }
}

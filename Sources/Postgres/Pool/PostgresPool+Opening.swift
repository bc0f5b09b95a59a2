import BlockingExecutor
import Logging

extension PostgresPool {
  /// Opens a connection in the background. The task holds the pool only while it opens, not during the pause before.
  func open(afterFailures failures: Int) {
    Task { [weak self, backoff = configuration.reopening] in
      // Never cancelled, so it cannot throw; a closed pool drops what is opened.
      if failures > 0 { try? await Task.sleep(for: backoff.pause(afterFailures: failures)) }
      await self?.openNow(afterFailures: failures)
    }
  }

  private func openNow(afterFailures failures: Int) async {
    do {
      let connection = try await PostgresConnection.open(connectionConfiguration)
      if failures > 0 { logger.notice("database available again") }
      step { $0.opened(connection, now: .now) }
    } catch {
      if failures == 0 { logger.warning("database unavailable", metadata: ["error": "\(error)"]) }
      state.withLock { $0.lastFailure = error }
      step { $0.openFailed() }
    }
  }
}

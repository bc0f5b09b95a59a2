import Logging
import Synchronization

extension PostgresPool {
  /// Opens a connection in the background. The task holds the pool only while it opens, not during the pause before.
  func open(afterFailures failures: Int) {
    Task { [weak self, pause = pause(afterFailures: failures)] in
      // Never cancelled, so it cannot throw; a closed pool drops what is opened.
      if let pause { try? await Task.sleep(for: pause) }
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

  /// Doubles with each failure; the jitter keeps the instances of a service from coming back all at once.
  private func pause(afterFailures failures: Int) -> Duration? {
    guard failures > 0 else { return nil }
    let doubled = configuration.pause * (1 << min(failures - 1, 20))
    return min(doubled, configuration.longestPause) * Double.random(in: 0.5..<1)
  }
}

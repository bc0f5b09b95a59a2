package import Foundation
import Synchronization

extension Process {
  /// Starts it while no other is being started. `run` learns of the end of a child by a socket that breaks then. A child that
  /// another thread starts at that moment gets the child's end of it too; then it breaks only when both have ended, and
  /// whoever waits for the first waits for the second.
  package func start() throws {
    try Self.starting.withLock { _ in try run() }
  }

  private static let starting = Mutex(())
}

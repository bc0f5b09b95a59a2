package import CaseCore
import DeadlineTimers
import LocalTime
package import Outbox
package import Server

/// What only somebody does who tries the service out.
extension Administration {
  /// What time it is for the cases.
  package func now() async throws -> Instant { try await LocalClock(pool).now() }

  /// Moves time forward for all instances; only a database for local use can.
  package func advance(microseconds: Int64) async throws {
    _ = try await LocalClock(pool).advance(microseconds: microseconds)
  }

  /// How much is still under way.
  package struct Standing: Sendable {
    /// Timers that are due and have not fired.
    package var overdue: Int64
    /// By organisation.
    package var told: [String: OutboxStatistics]
  }

  package func standing() async throws -> Standing {
    let overdue = try await TimerStore(pool).overdue().count
    let told = try await RelayStore(pool).statistics()
    return Standing(overdue: overdue, told: Dictionary(uniqueKeysWithValues: told.map { ($0.organisation, $0) }))
  }
}

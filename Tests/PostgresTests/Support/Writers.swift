import Postgres
import Synchronization
import TestServices

/// Four that write one row after another, and ask again by its key whenever they do not know whether a row was kept.
final class Writers: Sendable {
  private let pool: PostgresPool
  private let isStopped = Atomic(false)
  private let last = Atomic<Int64>(0)
  private let keys = Signal<[Int64]>([])

  /// The keys of the rows that the database said it has.
  var confirmed: [Int64] { keys.value }

  init(_ pool: PostgresPool) { self.pool = pool }

  /// Until ``stop()``; what was begun is brought to its end.
  func run() async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 { group.addTask { try await self.writeRows() } }
      try await group.waitForAll()
    }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func writeRows() async throws {
    while !isStopped.load(ordering: .relaxed) {
      let key = last.add(1, ordering: .relaxed).newValue
      while try await !isKept(key) {
        try await waitFor("a server that writes") {
          self.pool.statistics.open > 0 || !self.pool.statistics.isUnavailable
        }
      }
      keys.update { $0.append(key) }
    }
  }

  private func isKept(_ key: Int64) async throws -> Bool {
    do {
      try await pool.withConnection {
        _ = try $0.transaction(["insert into t values (\(key)) on conflict do nothing"])
      }
      return true
    } catch let error as PostgresError {
      guard error.isRetriable || [.commitOutcomeUnknown, .connectionLost].contains(error.kind) else { throw error }
      return false
    }
  }
}

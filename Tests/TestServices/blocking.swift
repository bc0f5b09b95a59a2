import Dispatch

/// Runs work that waits for a process on a thread of its own, never on the few that all tasks share: on two processors two
/// tests that wait there keep everybody else from going on, and what has to answer in time is late.
package func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
  }
}

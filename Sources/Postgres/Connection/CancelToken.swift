import BlockingExecutor
import CLibpq
import Foundation

/// Ends the statement that a connection is running, from any thread.
///
/// PostgreSQL's cancel request names a connection, not a statement, so it must not be sent too late: everything here
/// happens under one lock, which the connection takes where one unit of work ends and the next may start.
///
/// Safe to share: libpq's cancel handle is a copy of what a cancel needs, made for use by other threads.
@safe public final class CancelToken: @unchecked Sendable {
  private struct State {
    /// Counts the units of work, so that a cancel meant for one never meets the next.
    var unit: UInt64 = 0
    var isUnitCancelled = false
    var isRequested = false
  }

  private let handle: OpaquePointer?
  private let state = Locked(State())

  init(_ connection: OpaquePointer) { unsafe handle = unsafe PQgetCancel(connection) }

  deinit { unsafe PQfreeCancel(handle) }

  /// Asks the server to cancel the running statement, which then fails as cancelled. Without one, nothing happens. It blocks
  /// for one short connection to the server; only the outcome of the statement shows whether it was in time.
  public func cancel() {
    state.withLock { state in
      state.isRequested = true
      request()
    }
  }

  func beginUnit() -> UInt64 { state.withLock { $0.unit } }

  func endUnit() {
    state.withLock { state in
      state.unit += 1
      state.isUnitCancelled = false
      state.isRequested = false
    }
  }

  /// Cancels a whole unit of work: its running statement and later ones. Returns at once.
  func cancelInBackground(unit: UInt64) { strike(unit: unit, after: 0) }

  /// Whether this unit of work must send nothing more. Discards earlier requests, which were for earlier round trips.
  func mustStop() -> Bool {
    state.withLock { state in
      state.isRequested = false
      return state.isUnitCancelled
    }
  }

  var isRequested: Bool { state.withLock { $0.isRequested || $0.isUnitCancelled } }

  /// A request that reaches the server between two statements has no effect, so it is repeated until the unit has ended.
  private func strike(unit: UInt64, after milliseconds: Int) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
      let hit = state.withLock { state in
        guard state.unit == unit else { return false }
        state.isUnitCancelled = true
        request()
        return true
      }
      if hit { strike(unit: unit, after: min(1_000, max(20, milliseconds * 2))) }
    }
  }

  private func request() {
    var message = [CChar](repeating: 0, count: 256)
    // When the server cannot be reached, the connection is ending too, and the statement with it.
    _ = unsafe PQcancel(handle, &message, Int32(message.count))
  }
}

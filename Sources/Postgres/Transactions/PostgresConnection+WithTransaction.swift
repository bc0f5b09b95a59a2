import Foundation
import Retrying

extension PostgresConnection {
  /// Runs `body` in a transaction: commits when it returns, rolls back when it throws. When another transaction interfered
  /// (``PostgresError/Kind/serialization``) it is run again after a pause on this connection's thread, so `body` must have
  /// no effects but those on the database. It cannot wait for anything else: an open transaction blocks others.
  ///
  /// - Throws: what `body` throws; ``PostgresError/Kind/unavailable`` when the connection was lost before `commit` was sent
  ///   (nothing was stored); ``PostgresError/Kind/commitOutcomeUnknown`` when it was lost after, which is never retried.
  public func withTransaction<Value>(
    isolation: IsolationLevel = .readCommitted,
    retry: RetryPolicy = .standard,
    _ body: (isolated PostgresConnection) throws -> Value
  ) throws -> Value {
    try checkUsable()
    try checkBegin()
    var attempt = 1
    while true {
      do {
        return try runOnce(isolation, body)
      } catch let error as PostgresError where error.isConflict && attempt < retry.attempts && !isBroken {
        Thread.sleep(forTimeInterval: retry.backoff.pause(afterFailures: attempt) / .seconds(1))
        attempt += 1
      }
    }
  }

  private func runOnce<Value>(
    _ isolation: IsolationLevel,
    _ body: (isolated PostgresConnection) throws -> Value
  ) throws -> Value {
    let value: Value
    do {
      try query(isolation.begin)
      value = try body(self)
    } catch {
      rollBack()
      throw certain(error)
    }
    try commit()
    return value
  }

  /// Before `commit` is sent, the outcome of a lost connection is certain: the server rolls back.
  private func certain(_ error: any Error) -> any Error {
    guard let error = error as? PostgresError, error.kind == .connectionLost else { return error }
    return error.with(kind: .unavailable)
  }

  private func commit() throws(PostgresError) {
    guard !session.isInFailedTransaction else {
      rollBack()
      throw PostgresError(.misuse("a statement failed and the transaction was to be committed all the same"))
    }
    let outcome: SegmentOutcome
    do {
      outcome = try roundTrip([[.commit]])[0]
    } catch {
      rollBack()
      throw error
    }
    switch outcome {
    case .done: return
    case .failed(_, let error):
      if error.isStaleStatement { session.prepared.invalidate() }
      rollBack()
      throw failure(error, at: nil, in: [])
    case .lost(_, let error):
      throw PostgresError(.commitOutcomeUnknown, sqlState: error?.sqlState, detail: error?.message)
    }
  }
}

extension PostgresError {
  fileprivate var isConflict: Bool { kind == .serialization || kind == .staleStatement }
}

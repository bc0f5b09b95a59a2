extension PostgresConnection {
  /// Executes one statement in one round trip. Outside ``withTransaction(isolation:retry:_:)`` it is a transaction of its
  /// own.
  @discardableResult
  public func query(_ statement: Statement) throws(PostgresError) -> Rows {
    try pipeline([statement])[0]
  }

  /// Executes several statements in one round trip, in order. Outside a transaction they are one transaction: when one
  /// fails, those after it are skipped and those before it are undone. They must not contain `begin`, `commit` or
  /// `rollback`.
  ///
  /// - Returns: one answer for each statement.
  /// - Throws: the first failure, with its index.
  @discardableResult
  public func pipeline(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
    let isNested = session.isInTransaction
    let first = opening == nil ? 0 : 1
    let all = (opening.map { [$0] } ?? []) + statements
    var outcome = try roundTrip([all])[0]
    if case .failed(_, let error) = outcome, error.isStaleStatement {
      session.prepared.invalidate()
      if !isNested { outcome = try roundTrip([all])[0] }
    }
    return try rows(of: outcome.dropping(first), statements)
  }

  /// Executes a script of several statements without parameters, such as a migration. Without `begin` in it, it is one
  /// transaction.
  public func execute(script: String) throws(PostgresError) { _ = try answer(to: script) }

  /// The same; returns the first field of the last answer.
  func answer(to script: String) throws(PostgresError) -> String? {
    try checkUsable()
    guard opening == nil else { throw PostgresError(.misuse("a script where each round trip has an opening")) }
    switch session.execute(script: script) {
    case .done(let field): return field
    case .failed(let error): throw failure(error, at: nil, sql: nil)
    case .unsent: throw PostgresError(.unavailable, detail: "the connection could not take the script")
    case .lost: throw PostgresError(.connectionLost, detail: "no answer to the script")
    }
  }

  /// One round trip, after what must go before it.
  func roundTrip(_ segments: [[Statement]]) throws(PostgresError) -> [SegmentOutcome] {
    try checkUsable()
    guard segments.allSatisfy({ $0.allSatisfy(\.canBeSent) }) else {
      throw PostgresError(.misuse("a statement has more than \(Binds.limit) parameters"))
    }
    session.prepared.invalidateIfFull()
    if session.prepared.mustDeallocate, !session.isInFailedTransaction {
      // It also drops the prepared form of this very statement.
      _ = session.roundTrip([[.deallocateAll]])
      session.prepared.deallocated()
    }
    return session.roundTrip(segments)
  }

  func checkUsable() throws(PostgresError) {
    guard !session.isBroken else { throw PostgresError(.unavailable, detail: "the connection was lost before") }
    if cancelToken.mustStop() { throw PostgresError(.cancelled) }
  }

  private func rows(of outcome: SegmentOutcome, _ statements: [Statement]) throws(PostgresError) -> [Rows] {
    switch outcome {
    case .done(let rows): return rows
    case .failed(let index, let error): throw failure(error, at: index, in: statements)
    case .lost(let index, let error):
      // With an error from the server in the place of its answer, this statement and all after it were not executed, and
      // those before it were not committed.
      let kind: PostgresError.Kind = error == nil ? .connectionLost : .unavailable
      let place = statements.indices.contains(index) ? index : nil
      throw PostgresError(kind, sqlState: error?.sqlState, statementIndex: place, detail: error?.message)
    }
  }

  func failure(_ error: ServerError, at index: Int?, in statements: [Statement]) -> PostgresError {
    guard let index, statements.indices.contains(index) else { return failure(error, at: nil, sql: nil) }
    return failure(error, at: index, sql: statements[index].sql)
  }

  private func failure(_ error: ServerError, at index: Int?, sql: String?) -> PostgresError {
    let isCancelled = cancelToken.isRequested || !session.hasStatementTimeout
    return PostgresError(
      error.kind(cancelled: isCancelled),
      sqlState: error.sqlState,
      statementIndex: index,
      detail: error.message,
      sql: sql
    )
  }
}

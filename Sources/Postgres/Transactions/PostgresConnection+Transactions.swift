extension PostgresConnection {
  /// `begin`, the statements and `commit` in one round trip; a single statement without them, which is a transaction too.
  ///
  /// - Returns: one answer for each statement; by then the transaction is committed.
  /// - Throws: the first failure, with its index among `statements` (none when `commit` itself failed). Nothing was stored,
  ///   unless the error is ``PostgresError/Kind/commitOutcomeUnknown``.
  @discardableResult
  public func transaction(
    _ statements: [Statement],
    isolation: IsolationLevel = .readCommitted
  ) throws(PostgresError) -> [Rows] {
    try transactions([statements], isolation: isolation)[0].get()
  }

  /// Several transactions, each by itself, in one round trip: when one fails the others are still executed, at the cost of
  /// one more round trip for each that failed.
  ///
  /// - Returns: one outcome for each transaction.
  /// - Throws: when the connection cannot be used, and nothing was sent.
  public func transactions(
    _ transactions: [[Statement]],
    isolation: IsolationLevel = .readCommitted
  ) throws(PostgresError) -> [Result<[Rows], PostgresError>] {
    try checkUsable()
    try checkBegin()
    var batch = TransactionBatch(transactions, isolation: isolation)
    while !batch.pending.isEmpty {
      do {
        batch.take(try roundTrip(batch.roundTrip)) { failure($0, at: $1, in: $2) }
      } catch {
        batch.giveUp(error)
      }
      if batch.isStale { session.prepared.invalidate() }
      rollBack()
    }
    return batch.results
  }

  func checkBegin() throws(PostgresError) {
    guard !session.isInTransaction else { throw PostgresError(.misuse("a transaction within a transaction")) }
    guard opening == nil else { throw PostgresError(.misuse("a transaction where each round trip is one")) }
  }

  /// Leaves the transaction, if there is one. Even a cancelled unit of work must do this.
  func rollBack() {
    guard session.isInTransaction, !session.isBroken else { return }
    if case .done = session.roundTrip([[.rollback]])[0] { return }
    session.markBroken()
  }
}

extension PostgresConnection {
  /// Runs `body` with a statement before those of each of its round trips: in the same transaction, and in the same trip. It is for what
  /// holds until a transaction ends, such as a role or a setting, and has to hold for whatever `body` does.
  ///
  /// Each round trip is a transaction of its own, so `body` may begin none.
  ///
  /// - Parameter statement: what it answers is not shown to `body`. When it fails, nothing after it is executed.
  /// - Throws: what `body` throws; ``PostgresError/Kind/misuse(_:)`` within a transaction or another opening.
  public func withOpening<Value>(
    _ statement: Statement,
    _ body: (isolated PostgresConnection) throws -> Value
  ) throws -> Value {
    try checkUsable()
    try checkBegin()
    opening = statement
    defer { opening = nil }
    return try body(self)
  }
}

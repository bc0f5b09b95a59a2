/// Keeps account of several transactions sent in one trip: which ended how, and which must be sent again.
///
/// When a statement fails, the server skips the rest up to the sync, `commit` included, so the transaction stays open and
/// failed; every later one is then refused at its `begin`, untouched. Those are sent again after a `rollback`.
struct TransactionBatch {
  enum Step {
    case next
    /// The transaction failed and is still open.
    case rollBack
    /// The same, because a prepared statement was out of date: it goes again itself, once.
    case prepareAgain
  }

  private let segments: [[Statement]]
  private(set) var results: [Result<[Rows], PostgresError>] = []
  private var preparedAgain: Int?

  /// - Parameter segments: the transactions with their `begin` and `commit`.
  init(_ segments: [[Statement]]) {
    self.segments = segments
    results.reserveCapacity(segments.count)
  }

  /// The transactions without a result.
  var rest: ArraySlice<[Statement]> { segments[results.count...] }

  mutating func take(
    _ outcome: SegmentOutcome,
    failure: (ServerError, Int?, [Statement]) -> PostgresError
  ) -> Step {
    let current = results.count
    let commit = segments[current].count - 1
    switch outcome {
    case .done(let rows):
      results.append(.success(Array(rows[1..<commit])))
      return .next
    case .failed(let index, let error) where index >= commit:
      results.append(.failure(failure(error, nil, [])))
      return .next
    case .failed(_, let error) where error.isStaleStatement && preparedAgain != current:
      preparedAgain = current
      return .prepareAgain
    case .failed(let index, let error):
      results.append(.failure(failure(error, index - 1, Array(segments[current][1..<commit]))))
      return .rollBack
    case .lost(let index, let error):
      lost(at: index, error, beforeCommit: index < commit)
      return .next
    }
  }

  /// The server's last words in place of an answer mean that it came no further: nothing from there on was done. An end
  /// without them leaves open how far it came, for this transaction and for all behind it.
  private mutating func lost(at index: Int, _ error: ServerError?, beforeCommit: Bool) {
    let isUntouched = error != nil && beforeCommit
    results.append(
      .failure(
        PostgresError(
          isUntouched ? .unavailable : .commitOutcomeUnknown,
          sqlState: error?.sqlState,
          statementIndex: beforeCommit && index > 0 ? index - 1 : nil,
          detail: error?.message
        )
      )
    )
    giveUp(PostgresError(error == nil ? .commitOutcomeUnknown : .unavailable, sqlState: error?.sqlState))
  }

  mutating func giveUp(_ error: PostgresError) {
    while results.count < segments.count { results.append(.failure(error)) }
  }
}

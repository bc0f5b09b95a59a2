/// Tracks several transactions that are sent in one round trip: how each ended, and which must be sent again.
///
/// When a statement fails, the server skips the rest up to the sync, `commit` included, so the transaction stays open and
/// failed, and every later one is refused at its `begin`, unexecuted. Only those are sent again, after a `rollback`, and
/// those that failed because a prepared statement was out of date, once. So nothing that may have been stored is ever sent
/// twice.
///
/// A transaction of one statement is sent without `begin` and `commit`: the server commits it at the sync. That saves two
/// messages; and a sender that freezes halfway leaves nothing locked, whereas a transaction that has begun would wait for
/// its `commit`.
struct TransactionBatch {
  typealias Outcome = Result<[Rows], PostgresError>
  typealias MakeError = (_ error: ServerError, _ index: Int?, _ statements: [Statement]) -> PostgresError

  private static let refusedInFailedTransaction = "25P02"

  private let transactions: [[Statement]]
  private let isolation: IsolationLevel
  private var outcomes: [Outcome?]
  private var sentAgain: Set<Int> = []
  /// The transactions without an outcome, in order.
  private(set) var pending: [Int]
  /// Whether a prepared statement was out of date in the last round trip.
  private(set) var isStale = false

  /// - Parameter transactions: without `begin` and `commit`.
  init(_ transactions: [[Statement]], isolation: IsolationLevel) {
    self.transactions = transactions
    self.isolation = isolation
    outcomes = Array(repeating: nil, count: transactions.count)
    pending = Array(transactions.indices)
  }

  var roundTrip: [[Statement]] {
    pending.map { isAlone($0) ? transactions[$0] : [isolation.begin] + transactions[$0] + [.commit] }
  }

  /// Whether the statement is sent without `begin`; sessions are read committed by default.
  private func isAlone(_ transaction: Int) -> Bool {
    transactions[transaction].count == 1 && isolation == .readCommitted
  }

  var results: [Outcome] { outcomes.map { $0 ?? .failure(PostgresError(.unavailable)) } }

  mutating func take(_ roundTrip: [SegmentOutcome], failure: MakeError) {
    isStale = false
    for (transaction, outcome) in zip(pending, roundTrip) { take(outcome, of: transaction, failure) }
    if case .lost(_, let error) = roundTrip.last {
      giveUp(PostgresError(error == nil ? .commitOutcomeUnknown : .unavailable, sqlState: error?.sqlState))
    }
    pending.removeAll { outcomes[$0] != nil }
  }

  mutating func giveUp(_ error: PostgresError) {
    for transaction in pending where outcomes[transaction] == nil { outcomes[transaction] = .failure(error) }
    pending = []
  }

  private mutating func take(_ outcome: SegmentOutcome, of transaction: Int, _ failure: MakeError) {
    let statements = transactions[transaction]
    // The index in the segment at which the statements begin, and at which they are committed: at a `commit` or at the sync.
    let first = isAlone(transaction) ? 0 : 1
    let commit = first + statements.count
    switch outcome {
    case .done(let rows):
      outcomes[transaction] = .success(Array(rows[first..<commit]))
    case .failed(0, let error) where error.sqlState == Self.refusedInFailedTransaction:
      break
    case .failed(_, let error) where error.isStaleStatement && sentAgain.insert(transaction).inserted:
      isStale = true
    case .failed(let index, let error):
      outcomes[transaction] = .failure(failure(error, index < commit ? index - first : nil, statements))
    case .lost(let index, let error):
      outcomes[transaction] = .failure(Self.lost(at: index, of: first..<commit, error))
    }
  }

  /// The server's last message in the place of an answer means that it came no further: before `commit` nothing was stored.
  /// Without one it is unknown how far it came, for this transaction and for all after it.
  private static func lost(at index: Int, of statements: Range<Int>, _ error: ServerError?) -> PostgresError {
    let isUntouched = error != nil && index < statements.upperBound
    return PostgresError(
      isUntouched ? .unavailable : .commitOutcomeUnknown,
      sqlState: error?.sqlState,
      statementIndex: statements.contains(index) ? index - statements.lowerBound : nil,
      detail: error?.message
    )
  }
}

/// Keeps account of several transactions sent in one trip: which ended how, and which must be sent again.
///
/// When a statement fails, the server skips the rest up to the sync, `commit` included, so the transaction stays open and
/// failed, and every later one is refused at its `begin`, untouched. Only those go again, after a `rollback`, and those that
/// failed because a prepared statement was out of date, once. So nothing that may have been kept is ever sent twice.
///
/// A transaction of one statement goes without `begin` and `commit`: the server commits it at the sync. It spares two messages;
/// and a sender that stands still halfway leaves nothing locked, where `commit` is missing from a transaction that has begun.
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
  /// A prepared statement was out of date in the last trip.
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

  /// Sessions are read committed by themselves.
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
    // Where in the segment the statements begin, and where they are committed: at a `commit` or at the sync.
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

  /// The server's last words in place of an answer mean that it came no further: before `commit` nothing was kept. An end
  /// without them leaves open how far it came, for this transaction and for all behind it.
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

/// Keeps account of several transactions sent in one trip: which ended how, and which must be sent again.
///
/// When a statement fails, the server skips the rest up to the sync, `commit` included, so the transaction stays open and
/// failed, and every later one is refused at its `begin`, untouched. Only those go again, after a `rollback`, and those that
/// failed because a prepared statement was out of date, once. So nothing that may have been kept is ever sent twice.
struct TransactionBatch {
  typealias Outcome = Result<[Rows], PostgresError>
  typealias MakeError = (_ error: ServerError, _ index: Int?, _ statements: [Statement]) -> PostgresError

  private static let refusedInFailedTransaction = "25P02"

  private let segments: [[Statement]]
  private var outcomes: [Outcome?]
  private var sentAgain: Set<Int> = []
  /// The transactions without an outcome, in order.
  private(set) var pending: [Int]
  /// A prepared statement was out of date in the last trip.
  private(set) var isStale = false

  /// - Parameter segments: the transactions with their `begin` and `commit`.
  init(_ segments: [[Statement]]) {
    self.segments = segments
    outcomes = Array(repeating: nil, count: segments.count)
    pending = Array(segments.indices)
  }

  var trip: [[Statement]] { pending.map { segments[$0] } }

  var results: [Outcome] { outcomes.map { $0 ?? .failure(PostgresError(.unavailable)) } }

  mutating func take(_ trip: [SegmentOutcome], failure: MakeError) {
    isStale = false
    for (transaction, outcome) in zip(pending, trip) { take(outcome, of: transaction, failure) }
    if case .lost(_, let error) = trip.last {
      giveUp(PostgresError(error == nil ? .commitOutcomeUnknown : .unavailable, sqlState: error?.sqlState))
    }
    pending.removeAll { outcomes[$0] != nil }
  }

  mutating func giveUp(_ error: PostgresError) {
    for transaction in pending where outcomes[transaction] == nil { outcomes[transaction] = .failure(error) }
    pending = []
  }

  private mutating func take(_ outcome: SegmentOutcome, of transaction: Int, _ failure: MakeError) {
    let commit = segments[transaction].count - 1
    switch outcome {
    case .done(let rows):
      outcomes[transaction] = .success(Array(rows[1..<commit]))
    case .failed(0, let error) where error.sqlState == Self.refusedInFailedTransaction:
      break
    case .failed(_, let error) where error.isStaleStatement && sentAgain.insert(transaction).inserted:
      isStale = true
    case .failed(let index, let error):
      let statements = Array(segments[transaction][1..<commit])
      outcomes[transaction] = .failure(failure(error, index < commit ? index - 1 : nil, statements))
    case .lost(let index, let error):
      outcomes[transaction] = .failure(Self.lost(at: index, of: commit, error))
    }
  }

  /// The server's last words in place of an answer mean that it came no further: before `commit` nothing was kept. An end
  /// without them leaves open how far it came, for this transaction and for all behind it.
  private static func lost(at index: Int, of commit: Int, _ error: ServerError?) -> PostgresError {
    let isUntouched = error != nil && index < commit
    return PostgresError(
      isUntouched ? .unavailable : .commitOutcomeUnknown,
      sqlState: error?.sqlState,
      statementIndex: (1..<commit).contains(index) ? index - 1 : nil,
      detail: error?.message
    )
  }
}

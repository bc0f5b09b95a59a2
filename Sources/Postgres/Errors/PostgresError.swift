/// An error, classified by what a caller can do about it.
///
/// `description` is safe for logs and for people: it has names and codes, never a value. `debugDescription` adds the
/// server's primary message and the SQL text for the engineer. Neither has the binds or the server's detail lines, for
/// those hold data.
public struct PostgresError: Error, Sendable {
  public let kind: Kind
  /// The five characters of the server's error code, when the server gave one.
  public let sqlState: String?
  /// Which statement of a pipeline or transaction failed, counted from 0.
  public let statementIndex: Int?
  let detail: String?
  let sql: String?

  package init(
    _ kind: Kind,
    sqlState: String? = nil,
    statementIndex: Int? = nil,
    detail: String? = nil,
    sql: String? = nil
  ) {
    self.kind = kind
    self.sqlState = sqlState
    self.statementIndex = statementIndex
    self.detail = detail
    self.sql = sql
  }

  static func decoding(_ fault: String) -> PostgresError { PostgresError(.decoding(fault)) }

  /// Whether the same work may be done again: nothing of it was stored, and the cause is temporary.
  public var isRetriable: Bool {
    switch kind {
    case .unavailable, .serverInTrouble, .poolExhausted, .serialization, .staleStatement: true
    case .connectionLost, .commitOutcomeUnknown, .cancelled, .timedOut, .closed, .constraint, .server, .decoding,
      .misuse:
      false
    }
  }

  func with(kind: Kind) -> PostgresError {
    PostgresError(kind, sqlState: sqlState, statementIndex: statementIndex, detail: detail, sql: sql)
  }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String {
    var parts = [kind.description]
    if let statementIndex { parts.append("in statement \(statementIndex)") }
    if let sqlState { parts.append("(SQLSTATE \(sqlState))") }
    return parts.joined(separator: " ")
  }

  public var debugDescription: String {
    ([description] + [detail, sql].compactMap(\.self)).joined(separator: "; ")
  }
}

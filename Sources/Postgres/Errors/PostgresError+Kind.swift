extension PostgresError {
  /// The cases that a caller distinguishes.
  public enum Kind: Sendable, Hashable {
    /// There is no server to talk to, or it went away before anything was stored: try again later.
    case unavailable
    /// The server is short of disk, memory or connections, or its system fails (SQLSTATE classes 53 and 58). Nothing was
    /// stored, and the connection can be used further.
    case serverInTrouble
    /// The connection was lost during a statement outside a transaction: it may or may not have been executed.
    case connectionLost
    /// The connection was lost during COMMIT: all of the transaction was stored, or nothing. Check before doing it again.
    case commitOutcomeUnknown
    /// Another transaction interfered (40001), or two waited for each other (40P01); nothing was stored.
    case serialization
    /// The tables changed under a prepared statement; the statement is prepared again at the next attempt.
    case staleStatement
    /// The task was cancelled, or the statement was.
    case cancelled
    /// The statement, or its wait for a lock, took longer than the configuration allows.
    case timedOut
    /// No connection became free in time, or too many callers were already waiting.
    case poolExhausted
    /// The pool or the connection was closed by its owner.
    case closed
    case constraint(name: String, ConstraintKind)
    /// Another refusal by the server: usually a mistake in the SQL or its data.
    case server(sqlState: String)
    /// A field does not have the requested type.
    case decoding(String)
    /// A call that can never succeed, and why.
    case misuse(String)
  }

  public enum ConstraintKind: String, Sendable, Hashable {
    case notNull, foreignKey, unique, check, exclusion, other

    init(sqlState: String) {
      switch sqlState {
      case "23502": self = .notNull
      case "23503": self = .foreignKey
      case "23505": self = .unique
      case "23514": self = .check
      case "23P01": self = .exclusion
      default: self = .other
      }
    }
  }
}

extension PostgresError.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unavailable: "database unavailable"
    case .serverInTrouble: "the database server is short of something that it needs"
    case .connectionLost: "database connection lost, outcome unknown"
    case .commitOutcomeUnknown: "database connection lost during commit, outcome unknown"
    case .serialization: "transaction conflicts with another"
    case .staleStatement: "prepared statement is out of date"
    case .cancelled: "cancelled"
    case .timedOut: "statement timed out"
    case .poolExhausted: "no database connection free"
    case .closed: "database connection closed"
    case .constraint(let name, let kind): "constraint \(name) (\(kind.rawValue)) violated"
    case .server: "refused by the database"
    case .decoding(let fault): "unexpected result: \(fault)"
    case .misuse(let fault): fault
    }
  }
}

import CLibpq

/// An error as libpq reports it: from the server, or (without SQLSTATE) by libpq itself about the connection.
struct ServerError {
  let sqlState: String?
  let message: String
  let constraint: String?
  /// Whether the connection ends with this error.
  let isFatal: Bool
  private let sourceFunction: String?

  init(_ result: OpaquePointer) {
    func field(_ code: Character) -> String? {
      guard let ascii = code.asciiValue, let text = unsafe PQresultErrorField(result, Int32(ascii)) else { return nil }
      return unsafe String(cString: text)
    }
    sqlState = field("C")
    message = field("M") ?? ""
    constraint = field("n")
    sourceFunction = field("R")
    isFatal = field("C") == nil || ["FATAL", "PANIC"].contains(field("V"))
  }

  /// Whether the server no longer has the prepared statement, or has it with other columns than the tables have now. The
  /// second has a general code and a translated message, but the name of the function that reports it is constant.
  var isStaleStatement: Bool {
    sqlState == "26000" || (sqlState == "0A000" && sourceFunction == "RevalidateCachedQuery")
  }

  /// The server, or the whole session, is read-only, like a standby.
  var isReadOnly: Bool { sqlState == "25006" }

  /// - Parameter cancelled: whether someone cancelled this statement; the server has one code for that and for its own
  ///   time-out.
  func kind(cancelled: Bool) -> PostgresError.Kind {
    guard let sqlState, !isFatal else { return .connectionLost }
    if isStaleStatement { return .staleStatement }
    if isReadOnly { return .unavailable }
    switch sqlState {
    case "40001", "40P01": return .serialization
    case "57014": return cancelled ? .cancelled : .timedOut
    case "55P03": return .timedOut
    case _ where sqlState.hasPrefix("23"):
      return .constraint(name: constraint ?? "", PostgresError.ConstraintKind(sqlState: sqlState))
    case _ where sqlState.hasPrefix("53") || sqlState.hasPrefix("58"): return .serverInTrouble
    default: return .server(sqlState: sqlState)
    }
  }
}

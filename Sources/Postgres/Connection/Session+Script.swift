import CLibpq

extension Session {
  /// How a script ended.
  enum ScriptOutcome {
    /// With the first field of the last answer, if that is text.
    case done(String?)
    case failed(ServerError)
    /// The connection could not send it.
    case unsent
    /// No answer came, so how far it was executed is unknown.
    case lost
  }

  /// Executes a script by the simple protocol, which is the only one that accepts several statements in one text.
  func execute(script: String) -> ScriptOutcome {
    guard unsafe PQexitPipelineMode(connection) == 1, unsafe PQstatus(connection) == CONNECTION_OK else {
      markBroken()
      return .unsent
    }
    let result = unsafe PQexec(connection, script)
    defer { unsafe PQclear(result) }
    if unsafe PQenterPipelineMode(connection) != 1 { markBroken() }
    guard let result = unsafe result, !isUnreplicated else {
      markBroken()
      return .lost
    }
    return unsafe outcome(result)
  }

  private func outcome(_ result: OpaquePointer) -> ScriptOutcome {
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return .done(nil)
    case PGRES_TUPLES_OK:
      guard unsafe PQntuples(result) > 0 else { return .done(nil) }
      return unsafe .done(PQgetvalue(result, 0, 0).map { unsafe String(cString: $0) })
    default:
      let error = unsafe ServerError(result)
      if error.isReadOnly { markReadOnly() }
      if error.isFatal { markBroken() }
      return .failed(error)
    }
  }
}

import CLibpq

extension Session {
  /// Runs a script by the simple protocol, which alone takes several statements in one text.
  ///
  /// - Returns: the error that ended it, if any.
  func execute(script: String) -> ServerError? {
    guard unsafe PQexitPipelineMode(connection) == 1 else {
      markBroken()
      return nil
    }
    let result = unsafe PQexec(connection, script)
    defer { unsafe PQclear(result) }
    if unsafe PQenterPipelineMode(connection) != 1 { markBroken() }
    guard let result = unsafe result else { return nil }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return nil
    default:
      let error = unsafe ServerError(result)
      if error.isFatal { markBroken() }
      return error
    }
  }
}

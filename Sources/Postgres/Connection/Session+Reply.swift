import CLibpq

extension Session {
  /// The server's answer to one message.
  enum Reply {
    case rows(Rows)
    /// Not executed because an earlier statement of the segment failed.
    case skipped
    case failed(ServerError)
    /// No answer where one was due: the connection is gone, or out of step, which has the same effect.
    case nothing
  }

  func receive(_ statement: Statement, isPrepared: Bool) -> Reply {
    guard isPrepared else { return receive() }
    let preparation = receive()
    guard case .rows = preparation else {
      prepared.forget(statement.sql)
      if case .failed(let error) = preparation, error.isFatal { return preparation }
      // When a statement could not be prepared, the server skips its execution, which was sent behind it.
      let execution = receive()
      if case .nothing = execution { return execution }
      return preparation
    }
    return receive()
  }

  /// One result, and the `nil` with which libpq ends the answer to a statement.
  private func receive() -> Reply {
    guard let result = unsafe PQgetResult(connection) else { return .nothing }
    let reply = unsafe reply(result)
    if case .failed(let error) = reply, error.isFatal { return reply }
    guard let surplus = unsafe PQgetResult(connection) else { return reply }
    unsafe PQclear(surplus)
    return .nothing
  }

  /// The answer to a sync has no `nil` after it. An error in its place (a deferred constraint, for example) has one, and is
  /// followed by the sync itself.
  func receiveSync() -> Reply {
    guard let result = unsafe PQgetResult(connection) else { return .nothing }
    if unsafe PQresultStatus(result) == PGRES_PIPELINE_SYNC {
      unsafe PQclear(result)
      return .skipped
    }
    let failure = unsafe reply(result)
    guard case .failed(let error) = failure, !error.isFatal else { return failure }
    var next = unsafe PQgetResult(connection)
    if unsafe next == nil { unsafe next = unsafe PQgetResult(connection) }
    guard let sync = unsafe next else { return .nothing }
    defer { unsafe PQclear(sync) }
    return unsafe PQresultStatus(sync) == PGRES_PIPELINE_SYNC ? failure : .nothing
  }

  private func reply(_ result: OpaquePointer) -> Reply {
    switch unsafe PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      return unsafe .rows(Rows(ResultHandle(result)))
    case PGRES_PIPELINE_ABORTED:
      unsafe PQclear(result)
      return .skipped
    default:
      // Also for anything unexpected, such as the start of a COPY: it has no SQLSTATE, so the connection ends.
      defer { unsafe PQclear(result) }
      return unsafe .failed(ServerError(result))
    }
  }
}

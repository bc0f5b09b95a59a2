import CLibpq
import Foundation

/// Owns one libpq connection: opens it, and makes round trips over it. It belongs to one ``PostgresConnection``, on whose
/// thread everything here runs.
///
/// The connection stays in pipeline mode, so that one statement and a thousand use the same code, and non-blocking, so that
/// a full send buffer never waits for a server that itself waits until we read its answers.
@safe final class Session {
  let connection: OpaquePointer
  let cancelToken: CancelToken
  var prepared = PreparedCache()
  /// With a statement time-out set, a cancellation that nobody requested is the time-out's.
  let hasStatementTimeout: Bool
  private(set) var isBroken = false
  /// The server refused to write: it is a standby, or became one. All connections to it are then useless.
  private(set) var isReadOnly = false
  /// A commit was confirmed that no standby is known to have: see ``hear(_:)``.
  private(set) var isUnreplicated = false
  var scratch = RoundTripScratch()

  init(_ configuration: PostgresConfiguration) throws(PostgresError) {
    guard let connection = unsafe Self.connect(configuration.parameters) else {
      throw PostgresError(.unavailable, detail: "libpq is out of memory")
    }
    unsafe self.connection = unsafe connection
    unsafe cancelToken = CancelToken(connection)
    hasStatementTimeout = configuration.statementTimeout != nil
    // By default libpq writes notices to stderr, and they may quote data.
    let receiver: PQnoticeReceiver = { session, notice in
      guard let session = unsafe session, let notice = unsafe notice else { return }
      unsafe Unmanaged<Session>.fromOpaque(session).takeUnretainedValue().hear(notice)
    }
    // The connection calls it only while this owns it.
    unsafe PQsetNoticeReceiver(connection, receiver, Unmanaged.passUnretained(self).toOpaque())
    guard unsafe PQstatus(connection) == CONNECTION_OK, unsafe Self.set(configuration.sessionSettings, on: connection)
    else {
      throw unsafe Self.refusal(connection)
    }
    guard unsafe PQsetnonblocking(connection, 1) == 0, unsafe PQenterPipelineMode(connection) == 1 else {
      throw PostgresError(.unavailable, detail: "the connection was lost while it was set up")
    }
  }

  deinit { unsafe PQfinish(connection) }

  private static func connect(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
    let keywords = unsafe parameters.map { unsafe strdup($0.keyword) }
    let values = unsafe parameters.map { unsafe strdup($0.value) }
    defer { unsafe (keywords + values).forEach { unsafe free($0) } }
    return unsafe PQconnectdbParams(
      keywords.map { unsafe UnsafePointer($0) } + [nil],
      values.map { unsafe UnsafePointer($0) } + [nil],
      0
    )
  }

  private static func set(_ settings: String, on connection: OpaquePointer) -> Bool {
    let result = unsafe PQexec(connection, settings)
    defer { unsafe PQclear(result) }
    return unsafe PQresultStatus(result) == PGRES_COMMAND_OK
  }

  /// The message names host, user and database at most, never the password.
  private static func refusal(_ connection: OpaquePointer) -> PostgresError {
    PostgresError(.unavailable, detail: unsafe String(cString: PQerrorMessage(connection)))
  }

  var descriptor: Int32 { unsafe PQsocket(connection) }

  var isInTransaction: Bool { unsafe PQtransactionStatus(connection) != PQTRANS_IDLE }

  var isInFailedTransaction: Bool { unsafe PQtransactionStatus(connection) == PQTRANS_INERROR }

  func markBroken() { isBroken = true }

  func markReadOnly() {
    isReadOnly = true
    markBroken()
  }

  /// A notice is advice for a person at a terminal, but for one: whoever cancels a commit that waits for its synchronous standby has
  /// it confirmed all the same, with a warning that the standby may not have it. After a failover it is gone then, so it counts
  /// as one of which the outcome is unknown. The warning has a general code and a translated message, but the name of the function
  /// that reports it is constant.
  private func hear(_ notice: OpaquePointer) {
    guard let function = unsafe PQresultErrorField(notice, Int32(UInt8(ascii: "R"))) else { return }
    if unsafe strcmp(function, "SyncRepWaitForLSN") == 0 { isUnreplicated = true }
  }

  /// Whether an idle connection can be used, as far as that shows without a round trip; one system call.
  ///
  /// A server sends an idle client nothing but its end (its last messages, or the end of the stream). The rare other
  /// message, a changed server setting, costs a connection too, which does no harm.
  func checkAlive() -> Bool {
    var descriptor = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
    if unsafe poll(&descriptor, 1, 0) != 0 { markBroken() }
    return !isBroken
  }
}

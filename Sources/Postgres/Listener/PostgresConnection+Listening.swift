import CLibpq

extension PostgresConnection {
  typealias Receiver = @Sendable (PostgresNotification) -> Void

  /// The interval for checking a quiet connection; normally its socket wakes it.
  private static let checkInterval = Duration.seconds(30)

  func startListening(to channels: [String]) throws(PostgresError) {
    try pipeline(channels.map(Statement.listen))
  }

  /// Passes on notifications until the connection is lost or the task is cancelled.
  func listenUntilLost(_ receive: @escaping Receiver) async {
    let (loss, sink) = AsyncStream<Never>.makeStream()
    let read: @Sendable () -> Void = { [self] in
      assumeIsolated { connection in
        connection.session.readNotifications(receive)
        if connection.isBroken { sink.finish() }
      }
    }
    // What came with the answer to `listen` is already in libpq's memory, and does not make the socket readable.
    read()
    watch(every: Self.checkInterval, onReady: read)
    for await _ in loss {}
    unwatch()
  }
}

extension Session {
  func readNotifications(_ receive: PostgresConnection.Receiver) {
    if unsafe PQconsumeInput(connection) == 0 { markBroken() }
    while let notification = unsafe PQnotifies(connection) {
      unsafe receive(
        PostgresNotification(
          channel: String(cString: notification.pointee.relname),
          payload: String(cString: notification.pointee.extra)
        )
      )
      unsafe PQfreemem(notification)
    }
  }
}

extension Statement {
  /// `listen` takes a name, not a parameter, so the name is quoted.
  fileprivate static func listen(_ channel: String) -> Statement {
    let name = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "listen \"\(unsafeRawSQL: name)\""
  }
}

internal import Logging

extension AMQPConnection {
  /// Reads everything that came, then sends everything that can be sent. It runs whenever the socket is readable and
  /// regularly while idle. It leaves nothing in the library's buffer, where no `poll` would see it.
  func serve() {
    attempt { () throws(AMQPError) in
      while try readFrames(atMost: 256) { try pump() }
      for channel in channels.values where channel.role.isOver { closeChannel(channel.key, Self.consumerOver) }
      try renewSpent()
      try pump()
      try expire()
    }
  }

  /// A broker that blocks the connection does not read the request, and the channel would be given up for an answer that cannot come.
  private func renewSpent() throws(AMQPError) {
    guard blockedReason == nil else { return }
    for channel in channels.values where channel.isUsable && channel.role.isSpent { try renew(channel) }
  }

  private static let consumerOver = AMQPError(.closed, "the consumer has ended")

  /// Runs an action on the session, and drops the session when that fails.
  func attempt(_ action: () throws(AMQPError) -> Void) {
    guard session != nil else { return }
    do { try action() } catch { lose(error) }
  }

  /// - Returns: whether there may be more.
  private func readFrames(atMost limit: Int) throws(AMQPError) -> Bool {
    for _ in 0..<limit {
      guard let frame = try session?.nextFrame() else { return false }
      try dispatch(frame)
    }
    return true
  }

  /// Passes one frame to its channel.
  private func dispatch(_ frame: Frame) throws(AMQPError) {
    if frame.channel == 0 { return try dispatchToConnection(frame) }
    let channel = channel(numbered: frame.channel)
    switch frame.payload {
    case .method(.channelClose(let code, let text)):
      try session?.confirmChannelClose(frame.channel)
      guard let channel else { return }
      let error = AMQPError(.channelClosed(.init(rawValue: code)), "the broker closed the channel: \(code) \(text)")
      try closedByBroker(channel, error)
    case .method(let method):
      guard let channel else { return }
      channel.receive(method)
      try advance(channel)
    case .header(let size, let properties): channel?.receive(header: size, properties)
    case .body(let body): channel?.receive(body: body)
    case .other: break
    }
  }

  private func dispatchToConnection(_ frame: Frame) throws(AMQPError) {
    guard case .method(let method) = frame.payload else { return }
    switch method {
    case .connectionClose(let code, let text): throw Session.closeError(code: code, text: text)
    case .connectionBlocked(let reason):
      logger.warning("the broker takes no messages for now", metadata: ["reason": "\(reason)"])
      blockedReason = reason
      showState()
    case .connectionUnblocked:
      logger.info("the broker takes messages again")
      blockedReason = nil
      showState()
    default: break
    }
  }

  func pump() throws(AMQPError) {
    guard let session, blockedReason == nil else { return }
    for channel in channels.values where channel.isUsable { try channel.role.pump(session, channel: channel.number) }
  }

  private func expire() throws(AMQPError) {
    let now = ContinuousClock.now
    let error =
      blockedReason.map { AMQPError(.blocked, $0) }
      ?? AMQPError(.timedOut, "no answer within \(configuration.operationTimeout)")
    for channel in channels.values { channel.role.expire(at: now, error) }
    try expireRequests(at: now, error)
  }
}

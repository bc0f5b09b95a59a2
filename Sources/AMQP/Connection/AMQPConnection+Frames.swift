internal import Logging

extension AMQPConnection {
  /// Reads all that came, then sends all that can be sent. Runs whenever the socket is readable, regularly while idle, and
  /// after every operation, because frames that were read together with an answer no longer make the socket readable.
  func serve() {
    guard session != nil else { return }
    do {
      repeat {
        while try readFrames(atMost: 256) { try pump() }
      } while try tidyChannels()
      try pump()
      expire()
    } catch {
      lose(error)
    }
  }

  /// - Returns: whether there may be more.
  private func readFrames(atMost limit: Int) throws(AMQPError) -> Bool {
    for _ in 0..<limit {
      guard let frame = try session?.nextFrame() else { return false }
      try dispatch(frame)
    }
    return true
  }

  /// Takes one frame to whom it concerns. Never sends a request: it may run while another waits for its answer.
  func dispatch(_ frame: Frame) throws(AMQPError) {
    if frame.channel == 0 { return try dispatchToConnection(frame) }
    let channel = channels[frame.channel]
    switch frame.payload {
    case .method(.channelClose(let code, let text)):
      try session?.confirmChannelClose(frame.channel)
      channel?.fail(AMQPError(.channelClosed(.init(rawValue: code)), "the broker closed the channel: \(code) \(text)"))
    case .method(let method): channel?.receive(method)
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
      board.set(.blocked(reason: reason))
    case .connectionUnblocked:
      logger.info("the broker takes messages again")
      board.set(.connected)
    default: break
    }
  }

  private func pump() throws(AMQPError) {
    guard let session, state == .connected else { return }
    for channel in channels.values where channel.failure == nil { try channel.role.pump(session, channel: channel.id) }
  }

  private func expire() {
    let error =
      if case .blocked(let reason) = state {
        AMQPError(.blocked, reason)
      } else {
        AMQPError(.timedOut, "no confirm within \(configuration.operationTimeout)")
      }
    let now = ContinuousClock.now
    for channel in channels.values { (channel.role as? PublisherRole)?.expire(at: now, error) }
  }

  // MARK: - Requests

  /// Sends a request and waits for its answer, taking every other frame where it belongs meanwhile.
  /// - Throws: `channelClosed` when the broker refuses it; any other error means that the session is of no use any more.
  @discardableResult
  func call(_ request: Request, on channel: Channel) throws(AMQPError) -> BrokerMethod {
    guard let session else { throw AMQPError(.notConnected, "no connection to \(request.summary)") }
    let deadline = ContinuousClock.now + configuration.operationTimeout
    try session.send(request, on: channel.id)
    while let frame = try session.nextFrame(until: deadline) {
      if frame.channel == channel.id, case .method(let method) = frame.payload, method.answers == request.answer {
        return method
      }
      try dispatch(frame)
      if let failure = channel.failure { throw AMQPError(failure.kind, "\(request.summary): \(failure.detail)") }
    }
    throw AMQPError(.timedOut, "no answer within \(configuration.operationTimeout) to: \(request.summary)")
  }

  /// Opens the channel on the present session and sets it up.
  func open(_ channel: Channel) throws(AMQPError) {
    channel.reopened()
    try call(.openChannel, on: channel)
    for request in channel.role.setUp { try call(request, on: channel) }
  }

  /// Closes what is over and opens again what the broker closed.
  /// - Returns: whether there was anything to do, and so perhaps frames were read together with the answers.
  private func tidyChannels() throws(AMQPError) -> Bool {
    let over = channels.values.filter(\.role.isOver)
    for channel in over { try close(channel) }
    let failed = channels.values.filter { $0.failure != nil }
    for channel in failed { try openOrEnd(channel) }
    return !over.isEmpty || !failed.isEmpty
  }

  func close(_ channel: Channel) throws(AMQPError) {
    defer { channels[channel.id] = nil }
    guard channel.failure == nil else { return }
    do {
      try call(.closeChannel, on: channel)
    } catch {
      // Both sides closed it at the same time.
      guard case .channelClosed = error.kind else { throw error }
    }
  }

  /// A channel that the broker refuses to set up again is at its end; any other error is the session's.
  private func openOrEnd(_ channel: Channel) throws(AMQPError) {
    do {
      try open(channel)
    } catch {
      guard case .channelClosed = error.kind else { throw error }
      logger.error("the broker refuses a channel", metadata: ["error": "\(error.debugDescription)"])
      channels[channel.id] = nil
      channel.role.ended(error)
    }
  }

  // MARK: - Recovery

  /// Makes a new session what the last one was. What the broker refuses is logged and left out: the rest can work.
  func restore() throws(AMQPError) {
    channels = channels.filter { !$1.role.isOver }
    try open(control)
    for request in topology.requests {
      do {
        try call(request, on: control)
      } catch {
        guard case .channelClosed = error.kind else { throw error }
        logger.error("the broker refuses a declaration", metadata: ["error": "\(error.debugDescription)"])
        try open(control)
      }
    }
    for channel in channels.values.sorted(by: { $0.id < $1.id }) where channel !== control { try openOrEnd(channel) }
  }
}

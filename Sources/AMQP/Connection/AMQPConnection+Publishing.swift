extension AMQPConnection {
  /// A publisher on a channel of its own.
  /// - Parameter window: how many messages may be sent and not yet confirmed, at least 1.
  public func makePublisher(window: Int = 1_000) async throws(AMQPError) -> AMQPPublisher {
    let role = PublisherRole(window: window, patience: configuration.operationTimeout)
    try await waitUntilUsable()
    let channel = Channel(id: try freeChannel(), role: role)
    try openNew(channel)
    return AMQPPublisher(channel: channel.id, connection: self)
  }

  func publish(_ messages: [AMQPMessage], on id: UInt16) async throws(AMQPError) -> [PublishOutcome] {
    guard !messages.isEmpty else { return [] }
    try await waitUntilUsable()
    let frameMax = session?.frameMax ?? 0
    for message in messages { try message.validate(frameMax: frameMax) }
    guard let channel = channels[id], let role = channel.role as? PublisherRole else {
      throw AMQPError(.closed, "the publisher was closed")
    }
    let answer = await withCheckedContinuation { continuation in
      role.enqueue(PublishBatch(messages, continuation))
      serve()
    }
    return try answer.get()
  }

  // MARK: - Channels

  /// A channel that the broker does not give is not kept.
  func openNew(_ channel: Channel) throws(AMQPError) {
    channels[channel.id] = channel
    do {
      try open(channel)
    } catch {
      channels[channel.id] = nil
      if case .channelClosed = error.kind { serve() } else { lose(error) }
      throw error
    }
    serve()
  }

  /// Ends the channel and what is on it; with a broker that does not answer, the session too.
  func closeChannel(_ id: UInt16, _ reason: AMQPError) {
    guard let channel = channels[id] else { return }
    do { if session != nil { try close(channel) } } catch { lose(error) }
    channels[id] = nil
    channel.role.ended(reason)
    serve()
  }

  func freeChannel() throws(AMQPError) -> UInt16 {
    guard let id = (2...UInt16(2_047)).first(where: { channels[$0] == nil }) else {
      throw AMQPError(.invalid, "all channels of the connection are in use")
    }
    return id
  }
}

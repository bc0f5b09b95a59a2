extension AMQPConnection {
  /// A publisher on a channel of its own.
  /// - Parameter window: how many messages may be unconfirmed at a time, at least 1.
  public func makePublisher(window: Int = 1_000) async throws(AMQPError) -> AMQPPublisher {
    let patience = configuration.operationTimeout
    let key = try await addChannel { _ in PublisherRole(window: window, patience: patience) }
    return AMQPPublisher(channel: key, connection: self)
  }

  func publish(_ messages: [AMQPMessage], on key: Int) async throws(AMQPError) -> [PublishOutcome] {
    guard !messages.isEmpty else { return [] }
    try await waitUntilUsable()
    let frameMax = session?.frameMax ?? 0
    for message in messages { try message.validate(frameMax: frameMax) }
    guard let role = channels[key]?.role as? PublisherRole else {
      throw AMQPError(.closed, "the publisher was closed")
    }
    let answer = await withCheckedContinuation { continuation in
      role.enqueue(PublishBatch(messages, continuation))
      attempt { () throws(AMQPError) in try pump() }
    }
    return try answer.get()
  }
}

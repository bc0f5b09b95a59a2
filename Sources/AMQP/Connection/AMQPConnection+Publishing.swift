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
    let role = try publisher(of: messages, on: key)
    let answer = await withCheckedContinuation { continuation in
      enqueue(PublishBatch(messages) { continuation.resume(returning: $0) }, on: role)
    }
    return try answer.get()
  }

  func send(
    _ messages: [AMQPMessage],
    on key: Int,
    waits: Bool,
    _ outcomes: @escaping @Sendable (Result<[PublishOutcome], AMQPError>) -> Void
  ) async throws(AMQPError) {
    guard !messages.isEmpty else { return outcomes(.success([])) }
    if waits {
      try await waitUntilUsable()
    } else {
      guard state == .connected, session != nil else {
        throw AMQPError(.notConnected, "the connection takes nothing now")
      }
    }
    let role = try publisher(of: messages, on: key)
    enqueue(PublishBatch(messages, outcomes), on: role)
  }

  private func publisher(of messages: [AMQPMessage], on key: Int) throws(AMQPError) -> PublisherRole {
    let frameMax = session?.frameMax ?? 0
    for message in messages { try message.validate(frameMax: frameMax) }
    guard let role = channels[key]?.role as? PublisherRole else {
      throw AMQPError(.closed, "the publisher was closed")
    }
    return role
  }

  private func enqueue(_ batch: PublishBatch, on role: PublisherRole) {
    role.enqueue(batch)
    attempt { () throws(AMQPError) in try pump() }
  }
}

extension AMQPConnection {
  /// Waits until the connection accepts requests, sends this one, and waits for its answer.
  func perform(_ request: Request, on key: Int = 0) async throws(AMQPError) -> BrokerMethod {
    try await waitUntilUsable()
    guard let channel = channels[key] else { throw AMQPError(.closed, "no channel to \(request.summary)") }
    let answer = await withCheckedContinuation { continuation in
      channel.enqueue(request) { continuation.resume(returning: $0) }
      attempt { () throws(AMQPError) in try advance(channel) }
    }
    return try answer.get()
  }

  /// Waits until it is connected and not blocked, and again when that ended before this call continued.
  func waitUntilUsable() async throws(AMQPError) {
    let deadline = ContinuousClock.now + configuration.operationTimeout
    repeat {
      try await board.waitUntilConnected(limit: ContinuousClock.now.duration(to: deadline), unblocked: true)
    } while session == nil
  }

  // MARK: - Topology

  /// Declares a queue, now and after every reconnect. Declaring it again with the same properties changes nothing.
  /// - Throws: `channelClosed(.preconditionFailed)` when it exists with other properties.
  @discardableResult
  public func declare(_ queue: AMQPQueue) async throws(AMQPError) -> AMQPQueueInfo {
    // The broker would invent a name, and another one after a reconnect.
    guard !queue.name.isEmpty else { throw AMQPError(.invalid, "a queue needs a name") }
    let info = queueInfo(try await perform(.declareQueue(queue, passive: false)))
    topology.add(queue)
    return info
  }

  /// Declares an exchange, now and after every reconnect.
  public func declare(_ exchange: AMQPExchange) async throws(AMQPError) {
    _ = try await perform(.declareExchange(exchange))
    topology.add(exchange)
  }

  /// Binds a queue to an exchange, now and after every reconnect.
  public func bind(_ binding: AMQPBinding) async throws(AMQPError) {
    _ = try await perform(.bind(binding))
    topology.add(binding)
  }

  public func unbind(_ binding: AMQPBinding) async throws(AMQPError) {
    _ = try await perform(.unbind(binding))
    topology.remove(binding)
  }

  /// Queries a queue without declaring it.
  /// - Throws: `channelClosed(.notFound)` when there is none.
  public func queueInfo(_ name: String) async throws(AMQPError) -> AMQPQueueInfo {
    queueInfo(try await perform(.declareQueue(AMQPQueue(name), passive: true)))
  }

  /// Removes the messages that are ready for delivery.
  /// - Returns: how many there were.
  @discardableResult
  public func purgeQueue(_ name: String) async throws(AMQPError) -> Int {
    emptied(try await perform(.purgeQueue(name: name)))
  }

  /// Deletes a queue with its bindings; a queue that does not exist counts as deleted.
  /// - Returns: how many messages it had.
  @discardableResult
  public func deleteQueue(_ name: String, ifUnused: Bool = false, ifEmpty: Bool = false) async throws(AMQPError) -> Int
  {
    let messages = emptied(try await perform(.deleteQueue(name: name, ifUnused: ifUnused, ifEmpty: ifEmpty)))
    topology.removeQueue(name)
    return messages
  }

  public func deleteExchange(_ name: String) async throws(AMQPError) {
    _ = try await perform(.deleteExchange(name: name))
    topology.removeExchange(name)
  }

  private func queueInfo(_ answer: BrokerMethod) -> AMQPQueueInfo {
    guard case .queueDeclared(let name, let messages, let consumers) = answer else {
      preconditionFailure("a channel matches each answer with its request")
    }
    return AMQPQueueInfo(name: name, messageCount: messages, consumerCount: consumers)
  }

  private func emptied(_ answer: BrokerMethod) -> Int {
    if case .queueEmptied(_, let messages) = answer { messages } else { 0 }
  }
}

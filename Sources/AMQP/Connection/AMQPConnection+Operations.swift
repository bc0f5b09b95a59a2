extension AMQPConnection {
  /// Waits until the connection takes requests, then runs `operation` with it. A refusal by the broker is thrown as it is;
  /// any other error costs the session.
  func perform<Value: Sendable>(
    _ operation: (isolated AMQPConnection) throws(AMQPError) -> Value
  ) async throws(AMQPError) -> Value {
    try await waitUntilUsable()
    do {
      let value = try operation(self)
      serve()
      return value
    } catch {
      switch error.kind {
      case .channelClosed, .invalid: serve()
      default: lose(error)
      }
      throw error
    }
  }

  /// Connected and not blocked; again, when that ended between the wait and our turn.
  func waitUntilUsable() async throws(AMQPError) {
    let deadline = ContinuousClock.now + configuration.operationTimeout
    repeat {
      try await board.waitUntilConnected(limit: ContinuousClock.now.duration(to: deadline), unblocked: true)
    } while session == nil
  }

  // MARK: - Topology

  /// Declares a queue, now and after every reconnect. Declaring it again alike changes nothing.
  /// - Throws: `channelClosed(.preconditionFailed)` when it exists with other properties.
  @discardableResult
  public func declare(_ queue: AMQPQueue) async throws(AMQPError) -> AMQPQueueInfo {
    // The broker would invent a name, and another one after a reconnect.
    guard !queue.name.isEmpty else { throw AMQPError(.invalid, "a queue needs a name") }
    return try await perform { (self) throws(AMQPError) in
      let info = try self.queueInfo(.declareQueue(queue, passive: false))
      self.topology.add(queue)
      return info
    }
  }

  /// Declares an exchange, now and after every reconnect.
  public func declare(_ exchange: AMQPExchange) async throws(AMQPError) {
    try await perform { (self) throws(AMQPError) in
      try self.call(.declareExchange(exchange), on: self.control)
      self.topology.add(exchange)
    }
  }

  /// Binds a queue to an exchange, now and after every reconnect.
  public func bind(_ binding: AMQPBinding) async throws(AMQPError) {
    try await perform { (self) throws(AMQPError) in
      try self.call(.bind(binding), on: self.control)
      self.topology.add(binding)
    }
  }

  public func unbind(_ binding: AMQPBinding) async throws(AMQPError) {
    try await perform { (self) throws(AMQPError) in
      try self.call(.unbind(binding), on: self.control)
      self.topology.remove(binding)
    }
  }

  /// Looks a queue up without declaring it.
  /// - Throws: `channelClosed(.notFound)` when there is none.
  public func queueInfo(_ name: String) async throws(AMQPError) -> AMQPQueueInfo {
    try await perform { (self) throws(AMQPError) in
      try self.queueInfo(.declareQueue(AMQPQueue(name), passive: true))
    }
  }

  /// Removes the messages that are ready for delivery.
  /// - Returns: how many there were.
  @discardableResult
  public func purgeQueue(_ name: String) async throws(AMQPError) -> Int {
    try await perform { (self) throws(AMQPError) in
      self.emptied(try self.call(.purgeQueue(name: name), on: self.control))
    }
  }

  /// Deletes a queue with its bindings; one that does not exist is deleted already.
  /// - Returns: how many messages went with it.
  @discardableResult
  public func deleteQueue(_ name: String, ifUnused: Bool = false, ifEmpty: Bool = false) async throws(AMQPError) -> Int
  {
    try await perform { (self) throws(AMQPError) in
      let request = Request.deleteQueue(name: name, ifUnused: ifUnused, ifEmpty: ifEmpty)
      let messages = self.emptied(try self.call(request, on: self.control))
      self.topology.removeQueue(name)
      return messages
    }
  }

  public func deleteExchange(_ name: String) async throws(AMQPError) {
    try await perform { (self) throws(AMQPError) in
      try self.call(.deleteExchange(name: name), on: self.control)
      self.topology.removeExchange(name)
    }
  }

  private func queueInfo(_ request: Request) throws(AMQPError) -> AMQPQueueInfo {
    guard case .queueDeclared(let name, let messages, let consumers) = try call(request, on: control) else {
      throw AMQPError(.notConnected, "an answer that does not fit: \(request.summary)")
    }
    return AMQPQueueInfo(name: name, messageCount: messages, consumerCount: consumers)
  }

  private func emptied(_ answer: BrokerMethod) -> Int {
    if case .queueEmptied(_, let messages) = answer { messages } else { 0 }
  }
}

extension AMQPConnection {
  /// Consumes a queue on a channel of its own; see ``AMQPConsumer`` for how it ends.
  /// - Throws: `channelClosed` with `.notFound` for a queue that does not exist, `.accessRefused` for one that may not be
  ///   read or has an exclusive consumer.
  public func consume(_ queue: String, options: AMQPConsumerOptions = .init()) async throws(AMQPError) -> AMQPConsumer {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: AMQPDelivery.self, throwing: (any Error).self)
    try await waitUntilUsable()
    let id = try freeChannel()
    let role = ConsumerRole(queue: queue, options: options, deliveries: continuation) {
      [weak self] content, generation in
      guard let self else { return nil }
      return AMQPDelivery(content, source: DeliverySource(channel: id, generation: generation), connection: self)
    }
    try openNew(Channel(id: id, role: role))
    continuation.onTermination = { [weak self] reason in
      guard case .cancelled = reason, let self else { return }
      Task { await self.closeChannel(id, AMQPError(.closed, "nobody reads the consumer any more")) }
    }
    return AMQPConsumer(stream: stream, channel: id, connection: self)
  }

  func cancelConsumer(on id: UInt16) {
    guard let channel = channels[id], let role = channel.role as? ConsumerRole, !role.isCancelled else { return }
    if session != nil, channel.failure == nil {
      do { try call(role.cancelRequest, on: channel) } catch {
        if case .channelClosed = error.kind {} else { lose(error) }
      }
    }
    role.cancel()
    serve()
  }

  func settle(_ delivery: AMQPDelivery, _ verdict: DeliveryVerdict) -> AMQPDelivery.Settlement {
    guard let session, let channel = channels[delivery.source.channel], let role = channel.role as? ConsumerRole else {
      return .stale
    }
    let settlement = role.settle(delivery)
    guard settlement == .settled else { return settlement }
    do {
      switch verdict {
      case .ack: try session.ack(delivery.deliveryTag, on: channel.id)
      case .reject(let requeue): try session.reject(delivery.deliveryTag, requeue: requeue, on: channel.id)
      }
    } catch {
      lose(error)
      return .stale
    }
    if role.isOver { serve() }
    return .settled
  }
}

extension AMQPDelivery {
  init?(_ content: IncomingContent, source: DeliverySource, connection: AMQPConnection) {
    guard case .deliver(let tag, let isRedelivered, let exchange, let routingKey) = content.method else { return nil }
    self.init(
      body: content.body,
      properties: content.properties,
      exchange: exchange,
      routingKey: routingKey,
      isRedelivered: isRedelivered,
      deliveryTag: tag,
      source: source,
      connection: connection
    )
  }
}

internal import BlockingExecutor

extension AMQPConnection {
  /// Consumes a queue on a channel of its own; see ``AMQPConsumer`` for how it ends.
  /// - Throws: `channelClosed` with `.notFound` for a queue that does not exist, `.accessRefused` for one that may not be
  ///   read or has an exclusive consumer.
  public func consume(_ queue: String, options: AMQPConsumerOptions = .init()) async throws(AMQPError) -> AMQPConsumer {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: AMQPDelivery.self, throwing: (any Error).self)
    let key = try await addChannel { key in
      ConsumerRole(queue: queue, options: options, deliveries: continuation) { [weak self] content, lifetime in
        guard let self else { return nil }
        let source = DeliverySource(channel: key, generation: lifetime.generation, lifetime: lifetime)
        return AMQPDelivery(content, source: source, connection: self)
      }
    }
    continuation.onTermination = { [weak self] reason in
      guard case .cancelled = reason, let self else { return }
      // Nobody is left to wait for this.
      Task {
        await self.acknowledgeHandled()
        await self.closeChannel(key, AMQPError(.closed, "nobody reads the consumer any more"))
      }
    }
    return AMQPConsumer(stream: stream, channel: key, connection: self)
  }

  func cancelConsumer(on key: Int) async {
    guard let role = channels[key]?.role as? ConsumerRole, !role.isCancelled else { return }
    // After any failure the channel is gone, or the broker has already ended the consumer.
    _ = try? await perform(role.cancelRequest, on: key)
    role.cancel()
    if role.isOver { closeChannel(key, AMQPError(.closed, "the consumer was cancelled")) }
  }

  nonisolated func acknowledgeSoon(_ delivery: AMQPDelivery) {
    let isFirst = handled.withLock { handled in
      handled.append(delivery)
      return handled.count == 1
    }
    if isFirst { Task { await acknowledgeHandled() } }
  }

  /// Acknowledges what was handled since the last time.
  func acknowledgeHandled() {
    let deliveries = handled.withLock { handled in
      defer { handled = [] }
      return handled
    }
    for (key, deliveries) in Dictionary(grouping: deliveries, by: \.source.channel) {
      guard let channel = channels[key], let role = channel.role as? ConsumerRole else { continue }
      let (last, others) = role.settle(deliveries)
      attempt { () throws(AMQPError) in
        guard let session else { return }
        try session.corked { () throws(AMQPError) in
          if let last { try session.ack(last, multiple: true, on: channel.number) }
          for tag in others { try session.ack(tag, on: channel.number) }
        }
      }
      if role.isOver { closeChannel(key, AMQPError(.closed, "the consumer has ended")) }
    }
  }

  func settle(_ delivery: AMQPDelivery, _ verdict: DeliveryVerdict) -> AMQPDelivery.Settlement {
    guard let session, let channel = channels[delivery.source.channel], let role = channel.role as? ConsumerRole else {
      return .stale
    }
    let settlement = role.settle(delivery)
    guard settlement == .settled else { return settlement }
    do {
      switch verdict {
      case .ack: try session.ack(delivery.deliveryTag, on: channel.number)
      case .reject(let requeue): try session.reject(delivery.deliveryTag, requeue: requeue, on: channel.number)
      }
    } catch {
      lose(error)
      return .stale
    }
    if role.isOver { closeChannel(channel.key, AMQPError(.closed, "the consumer has ended")) }
    return .settled
  }
}

extension AMQPDelivery {
  init?(_ content: IncomingContent, source: DeliverySource, connection: AMQPConnection) {
    guard case .deliver(let tag, let isRedelivered, let exchange, let routingKey) = content.method else { return nil }
    self.init(
      body: content.body,
      isTruncated: content.isTruncated,
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

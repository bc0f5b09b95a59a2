/// How a queue is, as the broker tells it: up to some seconds old.
public struct QueueDepth: Sendable, Hashable, Encodable {
  public let queue: String
  /// How many messages it has, delivered ones that are not acknowledged included; `nil` for a queue that is as new as the broker's
  /// figures.
  public let messages: Int64?
  /// How many read it.
  public let consumers: Int64?
}

extension BrokerAdministration {
  /// - Returns: `nil` when there is no such queue.
  public func depth(of queue: String) async throws(BrokerAdministrationError) -> QueueDepth? {
    try await self.queue(queue).map { QueueDepth(queue: queue, messages: $0.messages, consumers: $0.consumers) }
  }

  /// How a queue is, by figures that the broker took after this was asked: the second that differ from those of now. The first can have been
  /// taken before, and have come to the node that answers only then.
  /// - Parameters:
  ///   - pause: from one look to the next.
  ///   - limit: how long it looks at most.
  /// - Returns: `nil` when there is no such queue.
  /// - Throws: also ``QueueNotCounted``, and `CancellationError`.
  public func countedDepth(
    of queue: String,
    pause: Duration = .milliseconds(200),
    within limit: Duration
  ) async throws -> QueueDepth? {
    let end = ContinuousClock.now + limit
    guard var last = try await self.queue(queue) else { return nil }
    var rounds = 0
    while rounds < 2 {
      guard ContinuousClock.now < end else { throw QueueNotCounted(queue: queue) }
      try await Task.sleep(for: pause)
      guard let next = try await self.queue(queue) else { return nil }
      if next.reductions != last.reductions { rounds += 1 }
      last = next
    }
    return QueueDepth(queue: queue, messages: last.messages, consumers: last.consumers)
  }
}

/// The broker took no figures of a queue for long: its management plugin does not count, or a node is away.
public struct QueueNotCounted: Error, Hashable, CustomStringConvertible {
  public let queue: String

  public var description: String {
    "the broker does not say how many messages the queue \(queue) has: look at its management plugin"
  }
}

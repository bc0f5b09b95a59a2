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
}

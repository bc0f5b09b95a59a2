/// The broker's information about a queue at one moment.
public struct AMQPQueueInfo: Sendable, Hashable {
  public let name: String
  /// Messages ready for delivery; those with a consumer and not yet acknowledged do not count.
  public let messageCount: Int
  public let consumerCount: Int
}

/// A message from a queue, which the broker keeps until this delivery is settled: acknowledged, or rejected.
///
/// Settle each delivery once. One that is never settled is delivered again when the consumer's channel ends, with
/// ``isRedelivered`` set.
public struct AMQPDelivery: Sendable {
  public let body: [UInt8]
  /// Whether the body is longer than ``AMQPConsumerOptions/largestBody``, and ``body`` only its beginning.
  public let isTruncated: Bool
  public let properties: AMQPProperties
  public let exchange: String
  public let routingKey: String
  /// Whether it may have been delivered before.
  public let isRedelivered: Bool
  public let deliveryTag: UInt64
  let source: DeliverySource
  let connection: AMQPConnection

  /// The sender, verified by the broker; `nil` when the sender did not say.
  public var userID: String? { properties.userID }

  public enum Settlement: Sendable, Equatable {
    /// The broker was notified.
    case settled
    /// It was settled before; nothing was sent.
    case alreadySettled
    /// The connection or channel it came on is gone: the broker has put it back, and will deliver it again.
    case stale
  }

  /// `false` once its connection or channel was lost: then the broker gives the message to somebody again, perhaps to the same
  /// consumer.
  public var isOpen: Bool { source.lifetime.generation == source.generation }

  /// The message was handled; the broker may forget it.
  @discardableResult
  public func ack() async -> Settlement { await connection.settle(self, .ack) }

  /// The same, without waiting: what was handled at about the same time is acknowledged together. What the broker has not heard when
  /// the connection ends is delivered again.
  public func ackSoon() { connection.acknowledgeSoon(self) }

  /// The message was not handled. With `requeue` it returns to the queue, otherwise it goes to the queue's dead-letter
  /// exchange or is dropped.
  @discardableResult
  public func reject(requeue: Bool) async -> Settlement { await connection.settle(self, .reject(requeue: requeue)) }
}

/// The channel a delivery came on, and which of the sessions that channel lived through.
struct DeliverySource: Sendable {
  let channel: Int
  let generation: Int
  let lifetime: ChannelLifetime
}

enum DeliveryVerdict {
  case ack
  case reject(requeue: Bool)
}

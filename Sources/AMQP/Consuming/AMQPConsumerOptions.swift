internal import Foundation

/// How to consume a queue.
public struct AMQPConsumerOptions: Sendable {
  /// How many deliveries may be unsettled at a time, at least 1: also how many wait in memory.
  public var prefetch: UInt16
  /// Unique among the consumers of the connection.
  public var tag: String
  /// Whether it is the only consumer of the queue.
  public var isExclusive = false
  public var arguments: AMQPTable = [:]
  /// How many bytes of a body are kept: of a larger message the rest is thrown away as it comes, and the delivery says so.
  public var largestBody = Int.max

  public init(prefetch: UInt16 = 100, tag: String? = nil) {
    self.prefetch = prefetch
    self.tag = tag ?? "consumer-\(UUID().uuidString)"
  }
}

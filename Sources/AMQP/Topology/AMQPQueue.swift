/// A queue as it is declared. The broker refuses (406) a second declaration that differs from the first.
public struct AMQPQueue: Sendable, Hashable {
  public var name: String
  public var isDurable: Bool
  /// Only for the connection that declared it, and deleted with it.
  public var isExclusive: Bool
  public var isAutoDelete: Bool
  public var arguments: AMQPTable

  public init(
    _ name: String,
    isDurable: Bool = true,
    isExclusive: Bool = false,
    isAutoDelete: Bool = false,
    arguments: AMQPTable = [:]
  ) {
    self.name = name
    self.isDurable = isDurable
    self.isExclusive = isExclusive
    self.isAutoDelete = isAutoDelete
    self.arguments = arguments
  }

  /// A queue that the nodes of the cluster agree on (Raft): what it confirmed survives the loss of a minority.
  public static func quorum(_ name: String, arguments: AMQPTable = [:]) -> AMQPQueue {
    AMQPQueue(name, arguments: arguments.merging(["x-queue-type": "quorum"]) { _, new in new })
  }
}

/// The broker's information about a queue at one moment.
public struct AMQPQueueInfo: Sendable, Hashable {
  public let name: String
  /// Messages ready for delivery; those with a consumer and not yet acknowledged do not count.
  public let messageCount: Int
  public let consumerCount: Int
}

/// The rule that an exchange routes to a queue.
public struct AMQPBinding: Sendable, Hashable {
  public var queue: String
  public var exchange: String
  public var routingKey: String
  public var arguments: AMQPTable

  public init(queue: String, exchange: String, routingKey: String, arguments: AMQPTable = [:]) {
    self.queue = queue
    self.exchange = exchange
    self.routingKey = routingKey
    self.arguments = arguments
  }
}

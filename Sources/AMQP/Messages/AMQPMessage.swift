/// A message to publish.
public struct AMQPMessage: Sendable, Hashable {
  /// The empty name is the default exchange, which routes to the queue named by ``routingKey``.
  public var exchange: String
  public var routingKey: String
  /// Whether the broker returns the message when no queue accepts it; otherwise it is dropped and still confirmed.
  public var isMandatory: Bool
  public var properties: AMQPProperties
  public var body: [UInt8]

  public init(
    exchange: String = "",
    routingKey: String,
    isMandatory: Bool = true,
    properties: AMQPProperties = AMQPProperties(),
    body: [UInt8]
  ) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.isMandatory = isMandatory
    self.properties = properties
    self.body = body
  }
}

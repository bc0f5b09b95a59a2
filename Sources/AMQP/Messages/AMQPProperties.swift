/// The properties of a message. Each text holds at most 255 bytes of UTF-8.
public struct AMQPProperties: Sendable, Hashable {
  public var contentType: String?
  public var contentEncoding: String?
  /// Whether the message survives a restart of the broker (delivery mode 2), provided that its queue does.
  public var isPersistent = true
  public var priority: UInt8?
  public var correlationID: String?
  public var replyTo: String?
  /// Milliseconds after which the broker may drop the message, as decimal text, as AMQP requires.
  public var expiration: String?
  public var messageID: String?
  /// Whole seconds since 1970.
  public var timestamp: UInt64?
  public var type: String?
  /// The broker refuses a message whose user is not the one that is logged in, so on a delivery this is the verified sender.
  public var userID: String?
  public var appID: String?
  public var headers: AMQPTable = [:]

  public init() {}
}

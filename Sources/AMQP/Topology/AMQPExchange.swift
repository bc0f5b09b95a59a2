/// An exchange as it is declared.
public struct AMQPExchange: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case direct, fanout, topic, headers
  }

  public var name: String
  public var kind: Kind
  public var isDurable: Bool
  public var isAutoDelete: Bool
  /// Whether it accepts messages from other exchanges only, never from publishers.
  public var isInternal: Bool
  public var arguments: AMQPTable

  public init(
    _ name: String,
    kind: Kind,
    isDurable: Bool = true,
    isAutoDelete: Bool = false,
    isInternal: Bool = false,
    arguments: AMQPTable = [:]
  ) {
    self.name = name
    self.kind = kind
    self.isDurable = isDurable
    self.isAutoDelete = isAutoDelete
    self.isInternal = isInternal
    self.arguments = arguments
  }
}

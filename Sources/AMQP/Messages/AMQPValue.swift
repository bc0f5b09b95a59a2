/// A value in a table of headers or arguments.
public enum AMQPValue: Sendable, Hashable {
  case string(String)
  case int(Int64)
  case bool(Bool)
  case double(Double)
  case bytes([UInt8])
  /// Whole seconds since 1970.
  case timestamp(UInt64)
  case array([AMQPValue])
  case table(AMQPTable)
  case null
}

/// Headers of a message, or arguments of a queue, exchange or consumer. Names hold at most 128 bytes.
public typealias AMQPTable = [String: AMQPValue]

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

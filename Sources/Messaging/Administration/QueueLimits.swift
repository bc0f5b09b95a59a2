/// The limits of a partner's queue, which the queue states itself: what it does not state, the broker's version or a policy
/// decides.
struct QueueLimits: Sendable, Hashable {
  /// How many bytes wait in it at most. Then it refuses more, and further events wait in the outbox.
  var bytes: Int64 = 1 << 30
  /// How often a message is delivered again before the broker drops it: RabbitMQ 4 does so after 20 times when nothing is said. It
  /// should never be, but the value for "never" (-1) makes RabbitMQ 3.10 drop a message at the first time.
  var deliveries: Int64 = 1_000_000_000

  /// Less than this is a number that a consumer in trouble reaches.
  static let fewDeliveries: Int64 = 1_000_000

  /// How many messages wait in it at most; `nil` for as many as fit.
  var messages: Int64?
  /// Whether one consumer at a time gets messages, so that they are handled in their order.
  var hasOneConsumer = false

  static let events = QueueLimits()
  static let commands = QueueLimits(bytes: 1 << 26, messages: 10_000, hasOneConsumer: true)

  var arguments: [String: QueueArgument] {
    var arguments: [String: QueueArgument] = [
      "x-queue-type": "quorum", "x-overflow": "reject-publish", "x-max-length-bytes": .number(bytes),
      "x-delivery-limit": .number(deliveries),
    ]
    if let messages { arguments["x-max-length"] = .number(messages) }
    if hasOneConsumer { arguments["x-single-active-consumer"] = .flag(true) }
    return arguments
  }
}

/// An argument of a queue, or a value of a policy.
enum QueueArgument: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
  case number(Int64)
  case text(String)
  case flag(Bool)
  /// A list, for example: nothing that is looked at.
  case other

  init(stringLiteral value: String) { self = .text(value) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // What is neither is of no interest, whatever it is.
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else {
      self = .other
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .other: try container.encodeNil()
    }
  }

  var number: Int64? { if case .number(let number) = self { number } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
}

import AMQP

/// The result for a batch: how many of its first events are confirmed, and why not the next.
struct Delivery {
  var confirmed: Int
  var trouble: Trouble?
  /// Why nothing was sent.
  private(set) var unsent: AMQPError?

  /// Counts up to the first event that is not confirmed: those after it are sent again with it, to keep the order.
  init(_ outcomes: [PublishOutcome]) {
    confirmed = outcomes.prefix { $0 == .confirmed }.count
    trouble = outcomes.dropFirst(confirmed).first.flatMap(Trouble.init)
  }

  /// Nothing was sent.
  init(failed error: AMQPError) {
    confirmed = 0
    unsent = error
    trouble = .unanswered(error)
  }

  /// Whether messages without an answer may still be on the channel that they went by.
  var leavesMessages: Bool { if case .unanswered = trouble { unsent == nil } else { false } }
}

/// Why an event could not be delivered to its queue.
enum Trouble: Sendable, Equatable {
  case queueMissing
  case queueRefuses
  case unanswered(AMQPError)

  init?(_ outcome: PublishOutcome) {
    switch outcome {
    case .confirmed: return nil
    case .returned: self = .queueMissing
    case .rejected: self = .queueRefuses
    case .unknown(let error): self = .unanswered(error)
    }
  }

  /// Whether the connection to the broker was lost, rather than only this recipient's queue failing.
  var isLossOfBroker: Bool {
    if case .unanswered(let error) = self { error.kind == .notConnected } else { false }
  }

  /// For a metric's label.
  var reason: String {
    switch self {
    case .queueMissing: Self.returned
    case .queueRefuses: Self.rejected
    case .unanswered: Self.withoutAnswer
    }
  }

  static let returned = "returned"
  static let rejected = "rejected"
  static let withoutAnswer = "unanswered"
  /// The events of the recipient cannot be read: nothing was sent.
  static let unreadable = "unreadable"
  /// All that a recipient's trouble can be; those of an earlier release may have none.
  static let reasons = [returned, rejected, withoutAnswer, unreadable]
}

extension Trouble: CustomStringConvertible {
  var description: String {
    switch self {
    case .queueMissing: "the queue does not exist"
    case .queueRefuses: "the queue takes no more, mostly because it is full"
    case .unanswered(let error): "\(error)"
    }
  }
}

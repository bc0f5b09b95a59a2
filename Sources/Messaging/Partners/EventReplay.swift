public import AMQP
public import Outbox
import StoreBase

/// Puts events that an organisation was told into its queue again: under the ids and numbers that they have, so that a client that
/// keeps to the rules drops those that it knows.
public struct EventReplay: Sendable {
  /// What was done.
  public struct Report: Sendable, Hashable {
    /// The numbers that the broker has confirmed.
    public internal(set) var sent: [Int64] = []
    /// Those of them whose case was destroyed since: they only keep their place.
    public internal(set) var destroyed: [Int64] = []
    /// Numbers that were asked for and are not kept any more.
    public internal(set) var gone: [ClosedRange<Int64>] = []
    /// Where the next page begins; `nil` when there is none.
    public internal(set) var next: Int64?
    /// The first number that could not be sent, and why; `nil` when all were.
    public internal(set) var failed: Failure?
  }

  public struct Failure: Sendable, Hashable {
    public let number: Int64
    /// For the operator, in English.
    public let reason: String
  }

  private let history: EventHistory
  private let broker: AMQPConnection

  /// - Parameter broker: a connection whose user may write to the default exchange.
  public init(_ history: EventHistory, broker: AMQPConnection) {
    self.history = history
    self.broker = broker
  }

  /// Sends a page at most.
  /// - Parameter last: what the broker has not confirmed for the relay is left to the relay.
  /// - Returns: `nil` for an organisation that is told nothing.
  /// - Throws: ``StoreBase/StoreError`` or ``AMQP/AMQPError``; nothing was sent then.
  public func send(
    to organisation: String,
    queue: String,
    from first: Int64,
    to last: Int64
  ) async throws -> Report? {
    guard let standing = try await history.standing(of: organisation) else { return nil }
    let last = min(last, standing.last)
    guard first <= last else { return Report() }
    let events = try await history.events(of: organisation, from: first, to: last)
    var report = Report()
    let isFull = events.count == EventHistory.page
    let end = isFull ? events.last?.number ?? last : last
    report.gone = Self.missing(events.map(\.number), in: first...end)
    report.next = end < last ? end + 1 : nil
    guard !events.isEmpty else { return report }
    let publisher = try await broker.makePublisher()
    let delivery = Delivery(try await publisher.publish(events.map { Self.message($0, queue) }))
    await publisher.close()
    let sent = events.prefix(delivery.confirmed)
    report.sent = sent.map(\.number)
    report.destroyed = sent.filter(\.isDestroyed).map(\.number)
    if let trouble = delivery.trouble, sent.count < events.count {
      report.failed = Failure(number: events[sent.count].number, reason: "\(trouble)")
    }
    return report
  }

  private static func message(_ event: EventHistory.Told, _ queue: String) -> AMQPMessage {
    var properties = AMQPProperties()
    properties.contentType = CloudEvent.contentType
    properties.messageID = event.id.lowercaseText
    return AMQPMessage(routingKey: queue, properties: properties, body: event.json)
  }

  /// - Parameter numbers: in their order, all within the range.
  static func missing(_ numbers: [Int64], in range: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
    var missing: [ClosedRange<Int64>] = []
    var next = range.lowerBound
    for number in numbers + [range.upperBound + 1] {
      if next < number { missing.append(next...number - 1) }
      next = number + 1
    }
    return missing
  }
}

import Outbox

/// The batches of a delivery that were sent and are not settled yet, in their order.
struct BatchesUnderWay {
  private static let most = 3

  private var batches: [(number: Int, batch: OutboxBatch, spans: PublishSpans?)] = []
  /// How many were sent.
  private(set) var count = 0
  /// The last number in hand.
  private(set) var last: Int64

  /// - Parameter after: the last number that is confirmed.
  init(after confirmed: Int64) { last = confirmed }

  var isEmpty: Bool { batches.isEmpty }
  var hasRoom: Bool { batches.count < Self.most }
  /// The oldest, by the number that ``add(_:)`` gave it.
  var first: Int? { batches.first?.number }

  mutating func add(_ batch: OutboxBatch, _ spans: PublishSpans? = nil) -> Int {
    count += 1
    last = batch.events.last?.sequence ?? last
    batches.append((count, batch, spans))
    return count
  }

  mutating func removeFirst() -> (batch: OutboxBatch, spans: PublishSpans?) {
    let first = batches.removeFirst()
    return (first.batch, first.spans)
  }
}

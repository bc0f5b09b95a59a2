import Metrics
import Synchronization

/// Spans that wait for the exporter. When there is no room a new one is dropped, and counted: no work waits for a collector.
final class SpanQueue: Sendable {
  /// Some megabytes.
  static let most = 4_096

  private let spans = Mutex<[FinishedSpan]>([])

  var count: Int { spans.withLock(\.count) }

  func add(_ span: FinishedSpan) {
    let isTaken = spans.withLock { spans in
      guard spans.count < Self.most else { return false }
      spans.append(span)
      return true
    }
    if !isTaken { SpanMetrics.dropped(1, .queue) }
  }

  /// The oldest.
  func take(atMost count: Int) -> [FinishedSpan] {
    spans.withLock { spans in
      defer { spans.removeFirst(min(count, spans.count)) }
      return Array(spans.prefix(count))
    }
  }

  /// What was taken and is still to be sent goes before all others; for a moment there may be more than room for.
  func putBack(_ taken: [FinishedSpan]) { spans.withLock { $0.insert(contentsOf: taken, at: 0) } }
}

/// What became of spans.
enum SpanMetrics {
  enum Reason: String {
    /// There was no room.
    case queue
    /// The collector does not take them.
    case refused
    /// The collector did not answer for too long.
    case unanswered
  }

  static func exported(_ count: Int) {
    Counter(label: "casusregie_spans_exported_total").increment(by: count)
  }

  static func dropped(_ count: Int, _ reason: Reason) {
    Counter(label: "casusregie_spans_dropped_total", dimensions: [("reason", reason.rawValue)]).increment(by: count)
  }
}

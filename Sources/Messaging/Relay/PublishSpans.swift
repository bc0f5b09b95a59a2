import Outbox
import StoreBase
import Tracing

/// The spans of a batch's events that go back to one: from when they were handed to the broker until it answered. They are the operator's: the
/// message has nothing of them, and they do not say for whom it is.
struct PublishSpans: Sendable {
  private let spans: [(number: Int64, span: any Tracing.Span)]

  /// - Parameter parents: `traceparent`, by the numbers of events.
  init(_ parents: [Int64: String], _ batch: OutboxBatch, by tracer: any Tracer) {
    spans = parents.sorted { $0.key < $1.key }.map { number, parent in
      let context = tracer.context(of: parent)
      let span = tracer.startSpan("publish \(Self.destination)", context: context, ofKind: .producer)
      span.attributes["messaging.system"] = "rabbitmq"
      span.attributes["messaging.operation.name"] = "publish"
      span.attributes["messaging.operation.type"] = "send"
      span.attributes["messaging.destination.template"] = Self.destination
      span.attributes["messaging.batch.message_count"] = batch.events.count
      return (number, span)
    }
  }

  /// The name of a queue without the part that says whose it is.
  private static let destination = "events.{organisation}"

  /// - Parameters:
  ///   - confirmed: the last number that the broker has confirmed.
  ///   - trouble: why it has not confirmed those after it; they are sent again, under another span.
  func end(upTo confirmed: Int64, _ trouble: Trouble?) {
    for (number, span) in spans {
      if number > confirmed {
        span.attributes["error.type"] = trouble?.reason ?? Trouble.withoutAnswer
        span.setStatus(SpanStatus(code: .error))
      }
      span.end()
    }
  }
}

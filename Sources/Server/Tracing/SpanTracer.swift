import Requests
import Tracing

/// Begins spans, and hands those that are recorded to a queue when they end. It is no system of the process: a library that finds one there
/// (`InstrumentationSystem`) puts `traceparent` into the requests that it sends, to issuers of tokens too.
final class SpanTracer: Tracer {
  private let ratio: Double
  private let queue: SpanQueue

  /// - Parameter ratio: which part of the traces that begin here are recorded.
  init(ratio: Double, queue: SpanQueue) {
    (self.ratio, self.queue) = (ratio, queue)
  }

  func startSpan<Instant: TracerInstant>(
    _ operationName: String,
    context: @autoclosure () -> InstrumentationContext,
    ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant,
    function: String,
    file fileID: String,
    line: UInt
  ) -> RecordedSpan {
    var context = context()
    let parent = context[SpanKey.self]
    // Whether it is recorded was decided where the trace began.
    let isSampled = parent?.isSampled ?? (Double.random(in: 0..<1) < ratio)
    let identity = TraceParent(within: parent, isSampled: isSampled)
    context[SpanKey.self] = identity
    let span = FinishedSpan(
      identity: identity,
      parent: parent.map { String($0.span) },
      name: operationName,
      kind: kind,
      start: instant().nanosecondsSinceEpoch
    )
    return RecordedSpan(span, context: context) { [queue] in queue.add($0) }
  }

  /// The exporter sends what there is every second, and when the service ends.
  func forceFlush() {}

  func inject<Carrier, Inject: Injector>(
    _ context: InstrumentationContext,
    into carrier: inout Carrier,
    using injector: Inject
  ) where Inject.Carrier == Carrier {
    guard let identity = context[SpanKey.self] else { return }
    injector.inject(identity.text, forKey: "traceparent", into: &carrier)
  }

  func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier,
    into context: inout InstrumentationContext,
    using extractor: Extract
  ) where Extract.Carrier == Carrier {
    context[SpanKey.self] = extractor.extract(key: "traceparent", from: carrier).flatMap(TraceParent.init)
  }
}

/// The span that a context is within.
enum SpanKey: InstrumentationContextKey {
  typealias Value = TraceParent
}

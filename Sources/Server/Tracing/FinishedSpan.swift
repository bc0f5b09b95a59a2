import Requests
import Tracing

/// All that is known of a span.
struct FinishedSpan: Sendable {
  let identity: TraceParent
  /// The span that it is a part of: 16 hexadecimal digits; `nil` for the first of a trace.
  let parent: String?
  var name: String
  let kind: SpanKind
  /// Nanoseconds since 1970.
  let start: UInt64
  var end: UInt64 = 0
  var attributes: SpanAttributes = [:]
  var isError = false
  /// Spans that led to it without being a part of its trace.
  var links: [TraceParent] = []

  init(identity: TraceParent, parent: String?, name: String, kind: SpanKind, start: UInt64) {
    (self.identity, self.parent, self.name, self.kind, self.start) = (identity, parent, name, kind, start)
  }
}

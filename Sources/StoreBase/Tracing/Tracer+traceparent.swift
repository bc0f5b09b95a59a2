package import Tracing

/// A span as the text of W3C Trace Context, in the place where the work goes on by another way than a call.
extension Tracer {
  /// - Returns: `nil` for what is no span of this tracer's.
  package func traceparent(of context: InstrumentationContext) -> String? {
    var carrier: [String: String] = [:]
    inject(context, into: &carrier, using: TextMap())
    return carrier[TextMap.traceparent]
  }

  /// - Returns: what spans begin in; of a text that is no `traceparent`, one without a span.
  package func context(of traceparent: String) -> InstrumentationContext {
    var context = InstrumentationContext.topLevel
    extract([TextMap.traceparent: traceparent], into: &context, using: TextMap())
    return context
  }
}

private struct TextMap: Injector, Extractor {
  static let traceparent = "traceparent"

  func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
  func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
}

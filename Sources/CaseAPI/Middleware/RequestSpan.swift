import HTTPTypes
import Hummingbird
import Requests
import StoreBase
import Tracing

/// The span of a request, by the route's template: an address has ids, and a query can have anything.
struct RequestSpan {
  private let span: any Tracing.Span
  private let tracer: any Tracer

  /// - Parameters:
  ///   - caller: what the sender calls it.
  ///   - continues: whether the sender is one whose trace goes on here, as it decided: a proxy of the operator's. The trace of anybody else begins
  ///     elsewhere, and this one only points to it.
  /// - Returns: `nil` for what is not recorded.
  init?(_ request: Request, by tracer: (any Tracer)?, caller: TraceParent?, continues: Bool) {
    // Probes of machines, every few seconds.
    guard let tracer, !request.uri.path.hasPrefix("/health") else { return nil }
    let called = caller.map { tracer.context(of: $0.text) }
    let parent = continues ? called : nil
    span = tracer.startSpan("HTTP", context: parent ?? .topLevel, ofKind: .server)
    guard span.isRecording else { return nil }
    if parent == nil, let called { span.addLink(SpanLink(context: called, attributes: [:])) }
    self.tracer = tracer
  }

  var context: InstrumentationContext { span.context }

  /// As it stands in the log.
  var traceparent: TraceParent? { tracer.traceparent(of: span.context).flatMap(TraceParent.init) }

  func answered(_ method: String, _ route: String, _ status: Int) {
    span.operationName = route == "-" ? method : "\(method) \(route)"
    span.attributes["http.request.method"] = method == "-" ? "_OTHER" : method
    if route != "-" { span.attributes["http.route"] = route }
    span.attributes["http.response.status_code"] = status
    if status >= 500 {
      span.attributes["error.type"] = "\(status)"
      span.setStatus(SpanStatus(code: .error))
    }
    span.end()
  }

  /// There was no answer: the connection is closed.
  func failed() {
    span.attributes["error.type"] = "connection"
    span.setStatus(SpanStatus(code: .error))
    span.end()
  }
}

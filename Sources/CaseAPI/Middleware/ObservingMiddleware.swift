import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Requests
import Tracing

/// One log line, one measurement and perhaps a span for each request, by the route's template: an address has ids, and a query can have
/// anything.
struct ObservingMiddleware: RouterMiddleware {
  let logger: Logger
  let metrics: PrometheusMetrics
  let tracer: (any Tracer)?
  /// Whether what a request says of its trace is the operator's own.
  let continuesTraces: Bool

  func handle(
    _ request: Request,
    context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    let caller = Self.traceparent.flatMap { request.headers[$0] }.flatMap(TraceParent.init)
    let span = RequestSpan(request, by: tracer, caller: caller, continues: continuesTraces)
    if let trace = caller ?? span?.traceparent { context.trace = trace }
    context.span = span?.context
    let start = ContinuousClock.now
    let response: Response
    do { response = try await next(request, context) } catch {
      span?.failed()
      throw error
    }
    let duration = ContinuousClock.now - start
    let route = context.endpointPath.map { $0 == "NotFound" ? "-" : $0 } ?? "-"
    // A method is whatever word the client chose.
    let method = Self.methods.contains(request.method) ? request.method.rawValue : "-"
    record(method, route, response.status.code, duration)
    span?.answered(method, route, response.status.code)
    var metadata: Logger.Metadata = [
      "method": "\(method)", "route": "\(route)", "status": "\(response.status.code)",
      "trace": "\(context.trace.trace)", "milliseconds": "\(duration / .milliseconds(1))",
    ]
    if let recorded = span?.traceparent { metadata["recorded"] = "\(recorded.trace)" }
    logger.info("a request was answered", metadata: metadata)
    return response
  }

  private func record(_ method: String, _ route: String, _ status: Int, _ duration: Duration) {
    let dimensions = [("method", method), ("route", route)]
    Counter(label: "http_requests", dimensions: dimensions + [("status", "\(status)")], factory: metrics).increment()
    Timer(label: "http_request_duration", dimensions: dimensions, factory: metrics).record(duration: duration)
  }

  private static let traceparent = HTTPField.Name("traceparent")
  private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
}

import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Requests

/// One log line and one measurement for each request, by the route's template: an address has ids, and a query can have
/// anything.
struct ObservingMiddleware: RouterMiddleware {
  let logger: Logger
  let metrics: PrometheusMetrics

  func handle(
    _ request: Request,
    context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let trace = Self.traceparent.flatMap({ request.headers[$0] }).flatMap(TraceParent.init) { context.trace = trace }
    let start = ContinuousClock.now
    let response = try await next(request, context)
    let duration = ContinuousClock.now - start
    let route = context.endpointPath.map { $0 == "NotFound" ? "-" : $0 } ?? "-"
    // A method is whatever word the client chose.
    let method = Self.methods.contains(request.method) ? request.method.rawValue : "-"
    record(method, route, response.status.code, duration)
    logger.info(
      "a request was answered",
      metadata: [
        "method": "\(method)", "route": "\(route)", "status": "\(response.status.code)",
        "trace": "\(context.trace.trace)", "milliseconds": "\(duration / .milliseconds(1))",
      ]
    )
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

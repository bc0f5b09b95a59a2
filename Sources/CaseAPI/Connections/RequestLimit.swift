import Hummingbird
import Metrics
import Requests
import Synchronization

/// Works on so many requests at once and no more: the others are told to come back, which costs next to nothing. Whether
/// the service is well is always answered.
struct RequestLimit: RouterMiddleware {
  private let most: Int
  private let report: LimitReport
  private let count: Count

  init(_ most: Int, metrics: PrometheusMetrics, report: LimitReport) {
    self.most = most
    self.report = report
    count = Count(gauge: Meter(label: "http_requests_in_flight", factory: metrics))
  }

  func handle(
    _ request: Request,
    context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    guard !Self.isAboutHealth(request.uri.path) else { return try await next(request, context) }
    guard count.enter(upTo: most) else {
      report.hit(.requests)
      throw Problem.tooBusy
    }
    defer { count.leave() }
    return try await next(request, context)
  }

  private static func isAboutHealth(_ path: String) -> Bool { path.hasPrefix("/health/") }

  private final class Count: Sendable {
    private let current = Mutex(0)
    private let gauge: Meter

    init(gauge: Meter) { self.gauge = gauge }

    func enter(upTo most: Int) -> Bool {
      current.withLock { current in
        guard current < most else { return false }
        current += 1
        gauge.set(current)
        return true
      }
    }

    func leave() {
      current.withLock { current in
        current -= 1
        gauge.set(current)
      }
    }
  }
}

extension Problem {
  fileprivate static let tooBusy: Problem = {
    var problem = Problem(.unavailable, "De dienst werkt aan zoveel verzoeken als zij aankan. Probeer het zo weer.")
    problem.headers["Retry-After"] = "2"
    return problem
  }()
}

import Hummingbird
import OrderedCollections
import StrictJSON

/// Is the process there, can it do its work, and how is it doing.
struct HealthRoutes: Sendable {
  let checks: [HealthCheck]
  let metrics: PrometheusMetrics

  var routes: [Route] {
    [
      .get("/health/live", open: { _, _ in Response(.ok, ["status": "actief"]) }),
      .get("/health/ready", open: { _, _ in try await ready() }),
      .get("/metrics", produces: MediaType.metrics, open: { _, _ in exposition() }),
    ]
  }

  private func ready() async throws(Problem) -> Response {
    let failing = await withTaskGroup(of: String?.self) { group in
      for check in checks { group.addTask { await check.isReady() ? nil : check.name } }
      return await group.compactMap(\.self).reduce(into: [String]()) { $0.append($1) }.sorted()
    }
    guard failing.isEmpty else {
      var problem = Problem(.unavailable, "De dienst is niet gereed.")
      problem.extra["nietGereed"] = JSON(failing)
      problem.headers[.retryAfter] = "2"
      throw problem
    }
    return Response(.ok, ["status": "gereed"])
  }

  private func exposition() -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: metrics.exposition))
    )
  }
}

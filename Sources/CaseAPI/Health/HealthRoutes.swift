import Hummingbird
import OrderedCollections
import Requests
import StrictJSON

/// Is the process there, and can it do its work.
struct HealthRoutes: Sendable {
  let checks: [HealthCheck]

  var routes: [Route] {
    [
      .get("/health/live", open: { _, _ in Response(.ok, ["status": "actief"]) }),
      .get("/health/ready", open: { _, _ in try await ready() }),
    ]
  }

  private func ready() async throws(Problem) -> Response {
    let failing = await withTaskGroup(of: HealthCheck?.self) { group in
      for check in checks { group.addTask { await check.isReady() ? nil : check } }
      return await group.compactMap(\.self).reduce(into: [HealthCheck]()) { $0.append($1) }
    }
    let (missing, degraded) = (Self.names(failing) { $0.isNeeded }, Self.names(failing) { !$0.isNeeded })
    guard missing.isEmpty else {
      var problem = Problem(.unavailable, "De dienst is niet gereed.")
      problem.extra["nietGereed"] = JSON(missing)
      if !degraded.isEmpty { problem.extra["beperkt"] = JSON(degraded) }
      problem.headers["Retry-After"] = "2"
      throw problem
    }
    guard degraded.isEmpty else { return Response(.ok, ["status": "beperkt", "beperkt": JSON(degraded)]) }
    return Response(.ok, ["status": "gereed"])
  }

  private static func names(_ checks: [HealthCheck], _ belongs: (HealthCheck) -> Bool) -> [String] {
    checks.filter(belongs).map(\.name).sorted()
  }
}

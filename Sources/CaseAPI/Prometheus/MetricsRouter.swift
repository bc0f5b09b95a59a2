public import Hummingbird

extension CaseAPI {
  /// `/metrics` alone, for an address that operators reach and partners do not: how much happens tells whoever takes part in a
  /// case, and whoever does not, about others.
  /// - Parameter refresh: records what is to be of the moment at which it is read.
  public static func metricsRouter(
    _ metrics: PrometheusMetrics,
    refresh: @escaping @Sendable () async -> Void
  ) -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.get("/metrics") { _, _ in
      await refresh()
      return Response(
        status: .ok,
        headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: metrics.exposition))
      )
    }
    return router
  }
}

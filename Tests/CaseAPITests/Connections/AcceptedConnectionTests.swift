import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import CaseAPI

/// Connections that were accepted when the server ended.
@Suite("A connection that the server does not come for") struct AcceptedConnectionTests {
  /// Without ``AcceptedConnection`` this ends the program.
  @Test("is closed, and its place is free again", arguments: 1...3) func dropped(_ attempt: Int) async throws {
    let logger = Logger(label: "accepted") { _ in SwiftLogNoOpLogHandler() }
    let metrics = PrometheusMetrics()
    let limits = ConnectionLimits()
    let counter = ConnectionCounter(limits, metrics: metrics, report: LimitReport(metrics: metrics, logger: logger))
    let limited = LimitedChannel(base: HTTP1Channel { _, _, _ in }, counter: counter)
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { limited.setup(channel: $0, logger: logger).map { _ in } }
      .bind(host: "127.0.0.1", port: 0).get()
    let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(to: #require(server.localAddress)).get()
    try await client.closeFuture.get()
    try await server.close()
  }
}

import CaseAPI
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import TestServices
import Testing

/// A server with small limits, and pages to try them on.
struct LimitedServer {
  let metrics: PrometheusMetrics
  let records: Records
  let port: Int

  /// More than any buffer on the way holds.
  private static let much = ByteBuffer(repeating: 0x78, count: 32 * 1024 * 1024)

  /// Runs it for as long as `body` takes.
  /// - Parameter limits: `nil` for those of the metrics.
  static func run(_ limits: ConnectionLimits?, _ body: (LimitedServer) async throws -> Void) async throws {
    let running = Signal<Int?>(nil)
    let router = Router()
    router.get("/") { _, _ in "here" }
    router.get("/much") { _, _ in Response(status: .ok, body: .init(byteBuffer: much)) }
    router.post("/") { request, _ in "\(try await request.body.collect(upTo: 1_000).readableBytes)" }
    let (metrics, records) = (PrometheusMetrics(), Records())
    let application = Application(
      router: router,
      server: limits.map { CaseAPI.server($0, metrics: metrics, logger: records.logger) }
        ?? CaseAPI.metricsServer(metrics: metrics, logger: records.logger),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in running.update { $0 = channel.localAddress?.port } },
      logger: Logger(label: "limited") { _ in SwiftLogNoOpLogHandler() }
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      let port = try await running.wait(for: "the limited server") { $0 != nil } ?? 0
      try await body(LimitedServer(metrics: metrics, records: records, port: port))
      group.cancelAll()
    }
  }

  private init(metrics: PrometheusMetrics, records: Records, port: Int) {
    self.metrics = metrics
    self.records = records
    self.port = port
  }

  /// A connection that sends a text and then does nothing; it reads what comes only when asked to.
  func connect(_ text: String, reads: Bool = true) async throws -> any Channel {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.autoRead, value: reads)
      // One that does not read does not go away by itself either.
      .channelOption(.allowRemoteHalfClosure, value: !reads)
      .connect(host: "127.0.0.1", port: port).get()
    // Whether it arrives is the server's to decide.
    channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    return channel
  }

  /// The number of a line of the metrics.
  func number(_ line: String) -> Int? {
    metrics.exposition.split(separator: "\n").first { $0.hasPrefix(line + " ") }
      .flatMap { Int($0.dropFirst(line.count + 1)) }
  }

  func reached(_ limit: String) -> Int { number("http_limit_reached_total{limit=\"\(limit)\"}") ?? -1 }

  /// How many lines of the log say this.
  func lines(_ text: String) -> Int { records.text.split(separator: "\n").count { $0.contains(text) } }

  func waitUntilClosed(_ channel: any Channel) async throws {
    try await waitFor("the server to close the connection") { !channel.isActive }
  }

  /// Until so many connections came to a limit, and all are gone.
  func waitUntil(_ count: Int, reached limit: String) async throws {
    try await waitFor("\(count) connections at the limit \(limit)") { reached(limit) >= count }
    try await waitFor("the server to close all connections") { number("http_connections") == 0 }
    #expect(reached(limit) == count)
  }
}

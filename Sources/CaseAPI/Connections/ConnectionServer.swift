public import HummingbirdCore
import HummingbirdTLS
public import Logging
package import NIOCore
public import NIOSSL

extension CaseAPI {
  /// How the API is reached: HTTP/1.1 within limits. Whatever comes to one is counted and logged.
  /// - Parameter tls: what is put around it; `nil` for a server without TLS.
  public static func server(
    _ limits: ConnectionLimits,
    metrics: PrometheusMetrics,
    logger: Logger,
    tls: TLSConfiguration? = nil
  ) -> HTTPServerBuilder {
    let report = LimitReport(metrics: metrics, logger: logger)
    return server(limits, report, ConnectionCounter(limits, metrics: metrics, report: report), tls)
  }

  /// How the metrics are reached: the same, within limits that leave clients what they need whoever reaches that port. Its connections are not in
  /// `http_connections`, which are those of clients.
  public static func metricsServer(
    metrics: PrometheusMetrics,
    logger: Logger,
    tls: TLSConfiguration? = nil
  ) -> HTTPServerBuilder {
    let limits = ConnectionLimits.metrics
    let report = LimitReport(metrics: metrics, logger: logger)
    return server(limits, report, ConnectionCounter(limits, metrics: nil, report: report), tls)
  }

  private static func server(
    _ limits: ConnectionLimits,
    _ report: LimitReport,
    _ counter: ConnectionCounter,
    _ tls: TLSConfiguration?
  ) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      let http = HTTP1Channel(
        responder: responder,
        configuration: .init(
          additionalChannelHandlers: [ConnectionTimeouts(limits, report: report)],
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 * 1024,
            maxHeaderListSize: 32 * 1024,
            maxHeaderFieldCount: 100
          )
        )
      )
      guard let tls else { return limited(http, counter) }
      return limited(try TLSChannel(http, tlsConfiguration: tls), counter)
    }
  }

  /// What counts as one address.
  package static func origin(of address: SocketAddress) -> String { ConnectionCounter.origin(address) }

  private static func limited(_ base: some ServerChildChannel, _ counter: ConnectionCounter) -> any ServerChildChannel {
    LimitedChannel(base: base, counter: counter)
  }
}

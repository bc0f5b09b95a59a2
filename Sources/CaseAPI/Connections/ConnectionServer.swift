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
    let counter = ConnectionCounter(limits, metrics: metrics, report: report)
    return HTTPServerBuilder { responder in
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

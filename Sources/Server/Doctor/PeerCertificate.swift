import NIOCore
import NIOPosix
import NIOSSL

/// The certificate that a server shows. Nothing is sent to it but what begins TLS, and whether it is the right one is not asked:
/// that is for whoever connects.
enum PeerCertificate {
  private struct NotShown: Error {}

  private static let limit = TimeAmount.seconds(5)

  /// - Throws: when the server does not answer in time, or does not speak TLS.
  static func term(of server: SecuredServer) async throws -> CertificateTerm {
    let group = MultiThreadedEventLoopGroup.singleton
    let context = try NIOSSLContext(configuration: .makeClientConfiguration())
    let shown = group.any().makePromise(of: CertificateTerm.self)
    do {
      let channel = try await ClientBootstrap(group: group).connectTimeout(limit).channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          switch server.form {
          case .atOnce: try channel.pipeline.syncOperations.addHandler(Self.handler(context, server, shown))
          case .postgres:
            let request = PostgresTLSRequest { try Self.handler(context, server, shown) }
            try channel.pipeline.syncOperations.addHandler(request)
          }
        }
      }.connect(host: server.host, port: server.port).get()
      // A promise that was kept keeps what it has.
      channel.closeFuture.whenComplete { _ in shown.fail(NotShown()) }
      let end = channel.eventLoop.scheduleTask(in: limit) { shown.fail(NotShown()) }
      defer {
        end.cancel()
        channel.close(promise: nil)
      }
      return try await shown.futureResult.get()
    } catch {
      shown.fail(error)
      throw error
    }
  }

  private static func handler(
    _ context: NIOSSLContext,
    _ server: SecuredServer,
    _ shown: EventLoopPromise<CertificateTerm>
  ) throws -> NIOSSLClientHandler {
    // An address has no place among names.
    let isAddress = (try? SocketAddress(ipAddress: server.host, port: server.port)) != nil
    return try NIOSSLClientHandler(
      context: context,
      serverHostname: isAddress ? nil : server.host,
      customVerificationCallback: { chain, verdict in
        if let own = chain.first { shown.succeed(CertificateTerm(own)) } else { shown.fail(NotShown()) }
        verdict.succeed(.certificateVerified)
      }
    )
  }
}

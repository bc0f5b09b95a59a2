public import Hummingbird
import Identity
import Logging
import NIOCore
import NIOSSL
import Requests
import Tracing

/// What belongs to one request.
public struct APIContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The trace that the request belongs to: its sender's, or a new one.
  var trace = TraceParent()
  /// The span of the request; `nil` when nobody records it.
  var span: InstrumentationContext?

  /// What the client may still ask, once it is known.
  let standing = StandingBox()

  /// Who asks, when that is known already: then the request came by no connection, and has no token.
  private(set) var asker: Asker?

  /// By which the request came; `nil` when it came by none.
  private var connection: (any Channel)?

  public init(source: Source) {
    coreContext = .init(source: source)
    connection = source.channel
  }

  /// Of a question that came another way.
  init(asker: Asker, logger: Logger) {
    coreContext = .init(source: QuestionSource(logger: logger))
    self.asker = asker
  }

  /// The certificate that the client showed when it connected, and of which it has the key: TLS saw to both. `nil` when it showed none, and
  /// for a connection without TLS.
  func clientCertificate() async -> ClientCertificate? {
    // Without TLS nothing in the connection knows of certificates, which is an error there. One that cannot be written down is none.
    guard let shown = try? await connection?.nioSSL_peerCertificate().get(), let bytes = try? shown.toDERBytes() else {
      return nil
    }
    return ClientCertificate(der: bytes)
  }

  private struct QuestionSource: RequestContextSource {
    let logger: Logger
  }
}

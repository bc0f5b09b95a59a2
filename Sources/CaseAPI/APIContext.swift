public import Hummingbird
import Logging
import Requests

/// What belongs to one request.
public struct APIContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The trace that the request belongs to: its sender's, or a new one.
  var trace = TraceParent()

  /// Who asks, when that is known already: then the request came by no connection, and has no token.
  private(set) var asker: Asker?

  public init(source: Source) { coreContext = .init(source: source) }

  /// Of a question that came another way.
  init(asker: Asker, logger: Logger) {
    coreContext = .init(source: QuestionSource(logger: logger))
    self.asker = asker
  }

  private struct QuestionSource: RequestContextSource {
    let logger: Logger
  }
}

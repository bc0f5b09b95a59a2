public import Hummingbird
import Requests

/// What belongs to one request.
public struct APIContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The trace that the request belongs to: its sender's, or a new one.
  var trace = TraceParent()

  public init(source: Source) { coreContext = .init(source: source) }
}

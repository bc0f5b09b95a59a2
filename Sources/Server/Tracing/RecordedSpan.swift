import Requests
import Synchronization
import Tracing

/// A span that goes on. What an error or an event says is not kept: it may have anything in it.
final class RecordedSpan: Tracing.Span {
  let context: InstrumentationContext
  let isRecording: Bool
  private let state: Mutex<FinishedSpan?>
  private let done: @Sendable (FinishedSpan) -> Void

  /// - Parameter done: gets it when it ends, once, if it is recorded.
  init(_ span: FinishedSpan, context: InstrumentationContext, done: @escaping @Sendable (FinishedSpan) -> Void) {
    self.context = context
    isRecording = span.identity.isSampled
    state = Mutex(span)
    self.done = done
  }

  var operationName: String {
    get { state.withLock { $0?.name ?? "" } }
    set { state.withLock { $0?.name = newValue } }
  }

  var attributes: SpanAttributes {
    get { state.withLock { $0?.attributes ?? [:] } }
    set {
      guard isRecording else { return }
      state.withLock { $0?.attributes = newValue }
    }
  }

  func setStatus(_ status: SpanStatus) {
    if case .error = status.code { state.withLock { $0?.isError = true } }
  }

  func addEvent(_ event: SpanEvent) {}

  func recordError<Instant: TracerInstant>(
    _ error: any Error,
    attributes: SpanAttributes,
    at instant: @autoclosure () -> Instant
  ) {
    self.attributes["error.type"] = "\(type(of: error))"
  }

  func addLink(_ link: SpanLink) {
    guard let identity = link.context[SpanKey.self] else { return }
    state.withLock { $0?.links.append(identity) }
  }

  func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    let span = state.withLock { state in
      defer { state = nil }
      return state
    }
    guard var span, isRecording else { return }
    span.end = max(span.start, instant().nanosecondsSinceEpoch)
    done(span)
  }
}

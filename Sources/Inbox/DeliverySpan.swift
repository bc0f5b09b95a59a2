import Tracing

/// The span of one attempt on a message of a partner. It does not say of whom. The partner's own trace, if it has one, is no affair of ours, and
/// this one none of the partner's.
struct DeliverySpan {
  private let span: any Tracing.Span

  /// - Returns: `nil` for what is not recorded.
  init?(by tracer: (any Tracer)?) {
    guard let tracer else { return nil }
    span = tracer.startSpan("process \(Self.source)", context: .topLevel, ofKind: .consumer)
    guard span.isRecording else { return nil }
    span.attributes["messaging.system"] = "rabbitmq"
    span.attributes["messaging.operation.name"] = "process"
    span.attributes["messaging.operation.type"] = "process"
    span.attributes["messaging.destination.template"] = Self.source
  }

  /// The name of a queue without the part that says whose it is.
  private static let source = "opdrachten.{organisation}"

  var context: InstrumentationContext { span.context }

  func handled(_ verdict: CommandProcessor.Verdict) {
    span.attributes["casusregie.message.outcome"] = verdict.outcome
    span.end()
  }

  /// It cannot be handled now, and is tried again.
  func waits(_ reason: String) {
    span.attributes["error.type"] = reason
    span.setStatus(SpanStatus(code: .error))
    span.end()
  }
}

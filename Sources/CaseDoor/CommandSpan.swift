import DutchMessages
import StoreBase
import Tracing

/// The span of a command at the door, from when it came until its answer. It says what became of the command, and not which, of whom or about
/// what.
struct CommandSpan {
  private let span: any Tracing.Span

  /// - Returns: `nil` when whoever hands it in records nothing.
  init?(of submission: Submission, by tracer: (any Tracer)?) {
    guard let tracer, let parent = submission.trace else { return nil }
    span = tracer.startSpan("command", context: parent)
  }

  var context: InstrumentationContext { span.context }

  func answered(_ answer: Answer) {
    span.attributes["casusregie.command.outcome"] = answer.outcome
    if let code = answer.code { span.attributes["casusregie.command.code"] = code }
    span.end()
  }

  func failed(_ error: StoreError) {
    span.attributes["casusregie.command.outcome"] = "failed"
    span.attributes["error.type"] = error.word
    span.setStatus(SpanStatus(code: .error))
    span.end()
  }
}

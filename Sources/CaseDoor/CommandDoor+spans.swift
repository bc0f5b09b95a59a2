import Foundation
package import StoreBase
package import Tracing

/// What the door records of its work with the database, when somebody traces a command.
extension CommandDoor {
  package enum RoundTrip: String {
    case read = "SELECT case_file"
    case write = "SELECT write_cases"
    /// Both, of a command that met another on its case.
    case line = "SELECT case_file; SELECT write_cases"
  }

  /// A span for each of the commands that shared a round trip: whoever looks at one of them sees what it waited for.
  /// - Parameters:
  ///   - traces: one for each command, or each case; `nil` where nothing is recorded.
  ///   - start: when it began; it ends now.
  package func record(
    _ roundTrip: RoundTrip,
    of traces: [InstrumentationContext?],
    since start: ContinuousClock.Instant
  ) {
    guard let tracer, traces.contains(where: { $0 != nil }) else { return }
    let (took, end) = (ContinuousClock.now - start, DefaultTracerClock.now)
    let nanoseconds = UInt64(max(0, took / .nanoseconds(1)))
    let begin = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch - nanoseconds)
    for case let trace? in traces {
      let span = tracer.startSpan(roundTrip.rawValue, context: trace, ofKind: .client, at: begin)
      span.attributes["db.system.name"] = "postgresql"
      span.attributes["db.query.summary"] = roundTrip.rawValue
      if traces.count > 1 { span.attributes["db.operation.batch.size"] = traces.count }
      span.end(at: end)
    }
  }

  /// What the relay finds the span of a command by, for the events and the answer that it wrote.
  func links(of verdict: Verdict) -> [TraceLink] {
    guard let traceparent = traceparent(of: verdict.trace) else { return [] }
    let answer = verdict.reply.map {
      TraceLink(ofAnswer: $0.causation, to: $0.organisation, traceparent: traceparent)
    }
    return verdict.writings.flatMap { $0.links(to: traceparent) } + (answer.map { [$0] } ?? [])
  }

  package func traceparent(of trace: InstrumentationContext?) -> String? {
    guard let tracer, let trace else { return nil }
    return tracer.traceparent(of: trace)
  }
}

extension CaseWriting {
  /// What the relay finds a span by, for the events of each entry.
  package func links(to traceparent: String) -> [TraceLink] {
    Set(events.map(\.revision)).map { TraceLink(ofEntry: $0, in: caseID, traceparent: traceparent) }
  }
}

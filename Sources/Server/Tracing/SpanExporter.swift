import Foundation
import Logging
import Retrying
import ServiceLifecycle

/// Sends spans to the collector: some hundred at a time, every second, and what there is when the service ends. While the collector is away they
/// wait, for a minute at most, with pauses in between; what has no room meanwhile is dropped.
struct SpanExporter: Service {
  let queue: SpanQueue
  let collector: Collector
  let logger: Logger
  private let instance = UUID().uuidString.lowercased()

  private let times: Times

  private static let batch = 512

  struct Times: Sendable {
    var pause = Duration.seconds(1)
    var answer = Duration.seconds(10)
    /// How long spans are sent again.
    var patience = Duration.seconds(60)
    /// How long the service's end may take for them.
    var last = Duration.seconds(3)
    var backoff = Backoff(first: .seconds(1), longest: .seconds(20))
  }

  init(queue: SpanQueue, collector: Collector, times: Times = Times(), logger: Logger) {
    (self.queue, self.collector, self.times, self.logger) = (queue, collector, times, logger)
  }

  func run() async {
    await cancelWhenGracefulShutdown {
      var isAway = false
      while !Task.isCancelled {
        // Ends early only when cancelled, which the loops' conditions see.
        try? await Task.sleep(for: times.pause)
        while !Task.isCancelled, queue.count > 0 { await export(queue.take(atMost: Self.batch), &isAway) }
      }
    }
    await exportLast()
  }

  private func export(_ spans: [FinishedSpan], _ isAway: inout Bool) async {
    let body = OTLPText.request(spans, instance: instance)
    let end = ContinuousClock.now + times.patience
    var failures = 0
    while true {
      let answer = await collector.send(body, within: times.answer)
      // At its end the service sends it once more: whether the collector has it is not known. A span that it gets twice is one.
      if Task.isCancelled, case .notNow = answer { return queue.putBack(spans) }
      tell(answer, &isAway)
      guard case .notNow(_, let after) = answer else { return count(answer, spans.count) }
      failures += 1
      let pause = max(times.backoff.pause(afterFailures: failures), .seconds(min(60, max(0, after ?? 0))))
      guard ContinuousClock.now + pause < end else { return SpanMetrics.dropped(spans.count, .unanswered) }
      // Ends early only when cancelled; then the next attempt fails at once, and they go back.
      try? await Task.sleep(for: pause)
    }
  }

  /// One attempt for each batch.
  private func exportLast() async {
    let end = ContinuousClock.now + times.last
    while queue.count > 0 {
      let spans = queue.take(atMost: Self.batch)
      let rest = ContinuousClock.now.duration(to: end)
      guard rest > .zero else {
        SpanMetrics.dropped(spans.count, .unanswered)
        continue
      }
      count(await collector.send(OTLPText.request(spans, instance: instance), within: rest), spans.count)
    }
  }

  private func count(_ answer: Collector.Answer, _ spans: Int) {
    switch answer {
    case .taken(let rejected):
      let rejected = min(spans, max(0, rejected))
      SpanMetrics.exported(spans - rejected)
      if rejected > 0 { SpanMetrics.dropped(rejected, .refused) }
    case .refused: SpanMetrics.dropped(spans, .refused)
    case .notNow: SpanMetrics.dropped(spans, .unanswered)
    }
  }

  /// Once that it takes none, and once that it takes them again.
  private func tell(_ answer: Collector.Answer, _ isAway: inout Bool) {
    let reason: String
    switch answer {
    case .taken:
      if isAway { logger.notice("the collector takes traces again") }
      isAway = false
      return
    case .refused(let status): reason = "\(status)"
    case .notNow(let given, _): reason = given
    }
    if !isAway { logger.warning("the collector takes no traces", metadata: ["reason": "\(reason)"]) }
    isAway = true
  }
}

import Metrics

/// What comes in, by what became of it.
enum InboxMetrics {
  static func handled(_ verdict: CommandProcessor.Verdict) {
    Counter(label: "casusregie_inbox_messages_total", dimensions: [("outcome", verdict.outcome)]).increment()
    if case .refused(let code) = verdict {
      Counter(label: "casusregie_inbox_refused_total", dimensions: [("code", code)]).increment()
    }
  }

  /// A message that could not be read was not kept, because so many of its owner wait; the owner is told all the same.
  static func notKept() { Counter(label: "casusregie_dead_letters_not_kept_total").increment() }

  /// A message cannot be handled now, and waits.
  static func waits(_ reason: String) {
    Counter(label: "casusregie_inbox_waits_total", dimensions: [("reason", reason)]).increment()
  }

  static func deadLetters(_ count: Int) { Gauge(label: "casusregie_dead_letters").record(count) }
}

extension CommandProcessor.Verdict {
  /// For metrics and traces.
  var outcome: String {
    switch self {
    case .accepted: "accepted"
    case .refused: "refused"
    case .answered: "answered"
    case .unreadable: "dead_letter"
    }
  }
}

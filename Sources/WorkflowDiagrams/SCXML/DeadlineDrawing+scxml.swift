import CaseCore

extension DeadlineDrawing {
  var event: String { "termijn.\(key)" }

  var cancel: [SCXMLElement] { delay == nil ? [] : [SCXMLElement("cancel", [("sendid", event)])] }

  var send: [SCXMLElement] {
    guard let delay else { return [] }
    return [SCXMLElement("send", [("event", event), ("id", event), ("delay", delay), ("c:term", term)])]
  }

  private var delay: String? { condition == nil ? length.map { "\($0.nominalSeconds)s" } : nil }
}

extension Length {
  /// The length as a stopwatch would have it: a month is 30 days, a year 365.
  fileprivate var nominalSeconds: Int {
    let hour = 3_600
    let day = 24 * hour
    return switch unit {
    case .hours: amount * hour
    case .days: amount * day
    case .weeks: amount * 7 * day
    case .months: amount * 30 * day
    case .years: amount * 365 * day
    }
  }
}

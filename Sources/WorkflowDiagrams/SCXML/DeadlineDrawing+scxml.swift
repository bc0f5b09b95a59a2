import CaseCore

extension DeadlineDrawing {
  var event: String { "termijn.\(key)" }

  var cancel: [SCXMLElement] { delay == nil ? [] : [SCXMLElement("cancel", [("sendid", event)])] }

  var send: [SCXMLElement] {
    guard let delay else { return [] }
    return [SCXMLElement("send", [("event", event), ("id", event), ("delay", delay), ("c:term", term)])]
  }

  /// As a stopwatch would have it.
  private var delay: String? { condition == nil ? length.map { "\($0.roughHours * 3_600)s" } : nil }
}

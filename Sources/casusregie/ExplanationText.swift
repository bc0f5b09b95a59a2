import CaseCore

/// A count as a table that people read.
extension TermAnswer {
  var text: String {
    let event = isBackward ? "teruggeteld vanaf \(event)" : "vanaf \(event)"
    return
      (["Termijn van \(rule.length.dutch), soort \(rule.kind.rawValue), \(event)", ""] + dueDate.steps.table
      + ["", dueDate.last, "Kalender: \(dueDate.calendarVersion)"] + warnings.map { "Let op: \($0)" })
      .joined(separator: "\n")
  }
}

extension DeadlineExplanation {
  var text: String {
    var lines = ["\(name)  \(label)", "Bron: \(source)", "Begonnen: \(Amsterdam.rfc3339(startedAt))"]
    lines += ledger.entries.map(\.text)
    if !steps.isEmpty { lines += [""] + steps.table + [""] }
    lines.append(dueAt.map { "Voorbij op \(Amsterdam.rfc3339($0))" } ?? "De termijn staat stil.")
    lines += coming.map(\.text)
    lines.append("Kalender: \(calendarVersion)")
    return (lines + warnings.map { "Let op: \($0)" }).joined(separator: "\n")
  }
}

extension DueDate {
  fileprivate var last: String {
    let over = "voorbij op \(Amsterdam.rfc3339(due))"
    return lastDay.map { "Laatste dag: \($0.dutch); \(over)" } ?? "Uiterlijk: \(over)"
  }
}

extension [Step] {
  /// Two lines a step, under a heading.
  fileprivate var table: [String] {
    let rows = map { ($0.begin, $0.end, $0.text, $0.source) }
    let width = rows.map { Swift.max($0.0.count, $0.1.count) }.max() ?? 0
    func column(_ text: String) -> String { text + String(repeating: " ", count: width - text.count + 2) }
    let margin = String(repeating: " ", count: 2 * (width + 2))
    return [column("van") + column("tot") + "regel en bron"]
      + rows.flatMap { [column($0.0) + column($0.1) + $0.2, margin + $0.3] }
  }
}

extension Step {
  /// The date before it, or the moment in a term in hours.
  var begin: String { moments.map { Amsterdam.rfc3339($0.before) } ?? before.description }
  /// The date after it, or the moment.
  var end: String { moments.map { Amsterdam.rfc3339($0.after) } ?? after.description }
}

extension DeadlineExplanation.Coming {
  fileprivate var text: String {
    let word =
      switch kind {
      case .warning: "Waarschuwing"
      case .expiry: "Afloop"
      case .reminder: "Herinnering"
      }
    return "\(word): \(Amsterdam.rfc3339(at))  \(roles.joined(separator: ", "))"
  }
}

extension Ledger.Entry {
  fileprivate var text: String {
    switch self {
    case .suspended(let at): "Opgeschort: \(Amsterdam.rfc3339(at))"
    case .resumed(let at): "Hervat: \(Amsterdam.rfc3339(at))"
    case .extended(let length, let at): "Verlengd met \(length.dutch): \(Amsterdam.rfc3339(at))"
    }
  }
}

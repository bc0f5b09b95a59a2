import CaseCore
import CaseStore
import OrderedCollections

/// Settings and plans as an administrator reads them.
extension Proposal {
  var headline: String {
    let stand =
      switch outcome {
      case .open: "open"
      case .approved(let entry, let revision): "goedgekeurd \(entry.at) door \(entry.who): instelling \(revision)"
      case .rejected(let entry): "afgewezen \(entry.at) door \(entry.who): \(entry.why)"
      case .withdrawn(let entry): "ingetrokken \(entry.at)"
      }
    return "voorstel \(number): \(stand)"
  }

  /// Who proposed it and why, and what.
  var lines: [String] { heading + changes.map { Terminal.line($0.text) } }

  var heading: [String] {
    ["voorgesteld \(proposed.at) door \(proposed.who): \(proposed.why)"]
  }
}

extension ConfigurationEntry {
  /// Whatever they hold, they are a part of one line.
  fileprivate var who: String { Terminal.line(content.subject) }
  fileprivate var why: String { Terminal.line(content.reason) }
}

extension ConfigurationChange {
  var text: String {
    switch self {
    case .set(let place, let setting): "instellen: \(place): \(setting.text)"
    case .clear(let place): "niet langer instellen: \(place)"
    case .close(let calendar, let date, let source): "sluitingsdag \(date) in kalender \(calendar) (\(source))"
    case .open(let calendar, let date): "geen sluitingsdag meer: \(date) in kalender \(calendar)"
    case .equate(let date, let source): "gelijkgesteld met een feestdag: \(date) (\(source))"
    case .unequate(let date): "niet langer gelijkgesteld met een feestdag: \(date)"
    case .decreesKnown(let year): "gelijkgestelde dagen van \(year) volledig bekend"
    case .decreesUnknown(let year): "gelijkgestelde dagen van \(year) niet volledig bekend"
    }
  }
}

extension DeadlineSetting {
  var text: String {
    func notices(_ list: [(Length, [String])]) -> String {
      list.isEmpty ? "geen" : list.map { "\($0) aan \($1.joined(separator: ", "))" }.joined(separator: "; ")
    }
    let parts: [String?] = [
      length.map { "lengte \($0.dutch)" }, kind.map { "soort \($0.rawValue)" },
      warnings.map { "waarschuwen vooraf: \(notices($0.map { ($0.before, $0.roles) }))" },
      roles.map { "bij afloop aan \($0.joined(separator: ", "))" },
      reminders.map { "herinneren daarna: \(notices($0.map { ($0.after, $0.roles) }))" },
      calendar.map { "kalender \($0)" }, isOff.map { $0 ? "uit" : "aan" },
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }
}

extension DeadlineConfiguration {
  var lines: [String] {
    var lines = ["instelling \(revision), kalender \(common.version)"]
    lines += settings.map { "  \($0.key): \($0.value.value.text) (instelling \($0.value.since))" }
    for (calendar, days) in closures {
      let list = days.map { "\($0.date) (\(Terminal.line($0.source)))" }.joined(separator: ", ")
      lines.append("  kalender \(calendar): \(list)")
    }
    return lines
  }
}

extension PlannedSettings {
  var text: String {
    let lines = deadlines.map { "    \($0.text)" } + atOnce.map { "      gevolg: \($0.text)" }
    return (["\(alias.text)  \(workflow)  \(region)"] + lines).joined(separator: "\n")
  }
}

extension PlannedSettings {
  /// What happened at once, in one line.
  var lasting: String { atOnce.map(\.text).joined(separator: "; ") }
}

extension Consequence {
  var text: String {
    let moves = moves.map { "\($0.child ?? "de zaak") gaat van «\($0.from)» naar «\($0.to)»" }
    let told = told.isEmpty ? "niemand krijgt bericht" : "bericht aan \(told.joined(separator: ", "))"
    return "\(deadline) loopt af, \((moves + [told]).joined(separator: ", ")); niet terug te draaien"
  }
}

extension DeadlineChange {
  var text: String {
    func due(_ moment: Instant?) -> String { moment.map { Self.local($0) } ?? "staat stil" }
    let change =
      switch effect {
      case .changed: "\(due(oldDue)) -> \(due(newDue))"
      case .started: "begint bij goedkeuring; nu zou dat zijn: \(due(newDue))"
      case .ended: "\(due(oldDue)) -> vervalt"
      }
    var text = "\(name)  \(change)"
    if isOverdueAtOnce { text += "  LOOPT METEEN AF" }
    if !warnsAgain.isEmpty { text += "  waarschuwt opnieuw: \(Self.numbers(warnsAgain))" }
    if !skips.isEmpty { text += "  waarschuwt niet meer: \(Self.numbers(skips))" }
    return text
  }

  private static func numbers(_ numbers: [Int]) -> String {
    numbers.map { "\($0 + 1)e" }.joined(separator: ", ")
  }

  /// The last day of a term in days, as people say it; else the moment.
  static func local(_ due: Instant) -> String {
    let before = Amsterdam.date(at: due.adding(microseconds: -1))
    return Amsterdam.startOfDay(before.adding(days: 1)) == due ? "t/m \(before)" : due.description
  }
}

extension SettingsPlan {
  var text: String {
    var lines: [String] = []
    func add(_ title: String, _ parts: [String: Totals]) {
      lines.append(title)
      for (key, part) in parts.sorted(by: { $0.key < $1.key }) { lines.append("    \(key)  \(part.text)") }
    }
    if !regions.isEmpty {
      add("per regio", regions)
      add("per termijn", deadlines)
    }
    lines.append("\(looked) zaken bekeken, in \(changes) verandert iets: \(totals.text)")
    if unreadable > 0 { lines.append("\(unreadable) zaken konden niet worden gelezen") }
    lines.append("plan \(digest)")
    return lines.joined(separator: "\n")
  }
}

extension SettingsPlan.Totals {
  var text: String {
    "\(changed) termijnen anders, \(overdueAtOnce) lopen meteen af, "
      + "\(warnsAgain) waarschuwingen opnieuw, \(skips) waarschuwingen niet meer"
  }
}

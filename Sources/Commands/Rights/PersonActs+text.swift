import CaseCore
import StoreAdministration

extension PersonActs.Report {
  /// - Parameter days: that were looked at.
  func text(days: Int) -> String {
    let lines = acts.map { act in
      let vouched = act.vouched == 0 ? "" : ", \(act.vouched) on the word of the organisation"
      let what = "\(act.organisation)  \(act.role)  \(act.workflow)  \(act.command)"
      return "\(what)  \(act.count) times\(vouched), the last at \(act.last)"
    }
    let nothing = acts.isEmpty ? ["nothing is on record of this person"] : []
    let end = "looked at \(entries) commands of \(days) days; cases whose content was destroyed are not among them"
    return (lines + nothing).map(Terminal.line).joined(separator: "\n") + "\n\(end)"
  }
}

/// A line of what a person did, and at the end one with what was looked at, for programs. Members are only added.
struct PersonActsLine: Encodable {
  var organisation: String?
  var role: String?
  var workflow: String?
  var command: String?
  var count: Int?
  var vouched: Int?
  var last: String?
  // Of the last line.
  var days: Int?
  var entries: Int?
  var unreadable: Int?

  static func lines(_ report: PersonActs.Report, days: Int) -> [PersonActsLine] {
    report.acts.map { act in
      PersonActsLine(
        organisation: act.organisation,
        role: act.role,
        workflow: act.workflow,
        command: act.command,
        count: act.count,
        vouched: act.vouched,
        last: "\(act.last)"
      )
    } + [PersonActsLine(days: days, entries: report.entries, unreadable: report.unreadable)]
  }
}

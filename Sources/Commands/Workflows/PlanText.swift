import CaseCore
import DutchMessages
import Foundation
import StoreAdministration

/// A plan as an administrator reads it.
extension PlannedCase {
  var text: String {
    switch upgrade {
    case .stays(let obstacles):
      return "\(caseID.text)  \(region)  \(state)  stays\n"
        + obstacles.map { "    \($0.dutch)" }.joined(separator: "\n")
    case .lands(let landing):
      let lines = landing.deadlines.filter { $0.effect != .kept }.map { "    \($0.text)" }
      return (["\(caseID.text)  \(region)  \(state) -> \(landing.state)"] + lines).joined(separator: "\n")
    }
  }
}

extension DeadlineMove {
  fileprivate var text: String {
    let (old, new) = (oldDue?.description ?? "stands still", newDue?.description ?? "stands still")
    let due =
      switch effect {
      case .kept: old
      case .changed: "\(old) -> \(new)"
      case .started: "begins at the move; if that were now: \(new)"
      case .ended: "\(old) -> ends"
      }
    return "\(name)  \(due)" + (isOverdueAtOnce ? "  EXPIRES AT ONCE" : "")
  }
}

extension UpgradePlan {
  var text: String {
    var lines = [""]
    if !landing.isEmpty { lines.append("lands in") }
    lines += landing.sorted { $0.key < $1.key }.map { "    \($0.key)  \($0.value)" }
    if !staying.isEmpty { lines.append("stays because") }
    lines += reasons.map { "    \($0.key)  \($0.value)" }
    lines.append("\(moves) move, \(stays) stay; \(overdue) deadlines expire at once")
    lines.append("plan \(digest)")
    return lines.joined(separator: "\n")
  }

  /// In the order of their words.
  var reasons: [(key: String, value: Int)] {
    staying.map { (key: $0.key.dutch, value: $0.value) }.sorted { $0.key < $1.key }
  }
}

extension UUID {
  var text: String { uuidString.lowercased() }
}

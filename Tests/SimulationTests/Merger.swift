import CaseCore
import OrderedCollections
import StrictJSON

@testable import Simulation

/// An organisation of a history is merged into another after its last step.
struct Merger {
  let former: Organisation
  /// With every role of both.
  let successor: Organisation
  let decider: Decider
  let decision: Decision
  private let last: Step
  /// By the directory of before.
  private let before: Decider

  /// - Parameter number: by which it is picked who is merged into whom.
  /// - Returns: `nil` for a case of nobody.
  init?(_ last: Step, _ number: Int) {
    let all = last.environment.directory.organisations
    let present = Set(last.after.instances.flatMap(\.instance.parties).filter { $0.until == nil }.map(\.organisation))
      .sorted().compactMap { all[$0] }
    guard !present.isEmpty else { return nil }
    var former = present[number % present.count]
    let others = present.filter { $0 != former }
    var successor = others.isEmpty || number.isMultiple(of: 2) ? former : others[number / 2 % others.count]
    if successor == former { successor.number = "00000099000000009999" }
    successor.roles.formUnion(former.roles)
    self.former = former
    self.successor = successor
    former.successor = successor.number
    let rest = all.values.filter { $0.number != former.number && $0.number != successor.number }
    let (workflow, calendar) = (last.environment.workflow, last.environment.calendar)
    before = Decider(workflow: workflow, directory: last.environment.directory, calendar: calendar, now: last.at)
    decider = Decider(
      workflow: workflow,
      directory: Directory(rest + [former, successor]),
      calendar: calendar,
      now: last.at
    )
    decision = decider.merge(former.number, into: successor.number, proposal: 1, in: last.after)
    self.last = last
  }

  /// What the successor is shown that neither of the two was shown; `nil` when there is nothing. A stranger is shown what the former was.
  var leak: String? {
    guard last.environment.directory.organisations[successor.number] == nil else { return nil }
    // What no longer counts does not go over, and is shown no more.
    let places = last.after.instances.compactMap { $0.instance.party(former.number) }
    guard places.allSatisfy({ before.directory.counted($0) == $0.roles }) else { return nil }
    let old = ReaderView(last.after, for: former, by: before).shown
    let new = ReaderView(decision.result, for: successor, by: decider).shown
    let shown = new.map { Self.sorted($0).text }
    let known = old.map { Self.sorted(Self.renamed($0, former.number, successor.number)).text }
    return shown == known ? nil : "\(successor.number) is shown \(shown ?? "nothing"), and not \(known ?? "nothing")"
  }

  private static func renamed(_ json: JSON, _ former: String, _ successor: String) -> JSON {
    switch json {
    case .object(let members): .object(members.mapValues { renamed($0, former, successor) })
    case .array(let elements): .array(elements.map { renamed($0, former, successor) })
    case .string(former): .string(successor)
    default: json
    }
  }

  /// In which order organisations stand is no knowledge.
  private static func sorted(_ json: JSON) -> JSON {
    switch json {
    case .object(let members): .object(members.mapValues(sorted))
    case .array(let elements): .array(elements.map(sorted).sorted { $0.text < $1.text })
    default: json
    }
  }
}

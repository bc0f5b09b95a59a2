import CaseCore
import DutchMessages
import OrderedCollections

extension DrawingReader {
  func term(of deadline: Deadline) -> String {
    switch deadline.term {
    case .length(let rule): rule.words
    case .fact(let fact): "de datum «\(label(ofFact: fact))»"
    }
  }

  func length(of deadline: Deadline) -> Length? {
    switch deadline.term {
    case .length(let rule): rule.length
    case .fact: nil
    }
  }

  func target(of deadline: Deadline) -> String? {
    switch deadline.expiry {
    case .escalate: nil
    case .review(let state): state
    }
  }

  /// Everything else about a deadline, in the order in which it comes to pass.
  func notes(on deadline: Deadline, named key: String) -> [String] {
    var notes: [String] = []
    if let fact = deadline.beginsOn { notes.append("vanaf de datum «\(label(ofFact: fact))»") }
    if let other = deadline.beginsAfter { notes.append("vanaf de dag na het einde van «\(label(ofDeadline: other))»") }
    let restarts = restarts(of: key)
    if !restarts.isEmpty { notes.append("begint opnieuw bij \(restarts.joined(separator: ", "))") }
    if !deadline.suspendedIn.isEmpty { notes.append("staat stil in \(labels(deadline.suspendedIn))") }
    if let condition = deadline.suspendedWhen {
      notes.append("staat stil zolang dit geldt: \(conditions.words(condition))")
    }
    if let maximum = deadline.maximum { notes.append("wettelijk hoogstens \(maximum.length.dutch)") }
    let before = deadline.warnings.map(\.before.dutch)
    if !before.isEmpty { notes.append("waarschuwing \(before.joined(separator: " en ")) vooraf") }
    let after = deadline.reminders.map(\.after.dutch)
    if !after.isEmpty { notes.append("herinnering \(after.joined(separator: " en ")) erna") }
    if deadline.repeats { notes.append("begint daarna vanzelf opnieuw") }
    let joins = deadline.joins.compactMap(joined)
    if !joins.isEmpty { notes.append("daarna neemt ook deel: \(joins.joined(separator: ", "))") }
    for reminder in deadline.reminders {
      let joins = reminder.joins.compactMap(joined)
      if joins.isEmpty { continue }
      notes.append("met de herinnering \(reminder.after.dutch) erna neemt ook deel: \(joins.joined(separator: ", "))")
    }
    return notes + unique(deadline.root.flatMap { caseEffects(of: $0) })
  }

  func words(for decision: JointDecision) -> String {
    let voters = roles.names(decision.voters) + roles.names(decision.others).map { "\($0) (als deelnemer)" }
    let rule =
      switch decision.rule {
      case .unanimous: "eensluidend"
      case .quorum(let votes): "zodra \(votes) hetzelfde zeggen"
      }
    let apart =
      switch decision.apart {
      case .organisation: ", van verschillende organisaties"
      case .person: ", door verschillende personen"
      case nil: ""
      }
    let among = decision.among.map { ", voor zover genoemd in «\(label(ofFact: $0))»" } ?? ""
    return "\(decision.label.onOneLine): \(voters.joined(separator: ", "))\(among); \(rule)\(apart)"
  }

  /// The labels of the commands that make the deadline begin again; of the case also those of its children.
  private func restarts(of deadline: String) -> [String] {
    let own = machine.commands.keys.filter { command in
      let transitions = machine.states.values.flatMap { $0.on[command] ?? [] } + (machine.on[command] ?? [])
      return transitions.contains { $0.restarts.contains(deadline) }
    }
    let labels = own.compactMap { machine.commands[$0]?.label.onOneLine }
    guard isRoot else { return labels }
    let others = workflow.rootTransitions.filter { $0.child != nil && $0.transition.restarts.contains(deadline) }
    return unique(labels + others.map { move(elsewhere: $0).label })
  }

  /// The role in which organisations join, and of which parties these are.
  private func joined(_ join: Transition.Join) -> String? {
    guard let role = join.role.map(roles.name) else { return nil }
    guard case .party(let other) = join.source else { return role }
    return "\(role) (van wie deelneemt als \(roles.name(other)))"
  }

  private func labels(_ states: [String]) -> String { states.map(label(of:)).joined(separator: " of ") }

  private func label(ofDeadline deadline: String) -> String {
    (machine.deadlines[deadline]?.label ?? deadline).onOneLine
  }

  private func label(ofFact fact: String) -> String { (machine.facts[fact]?.label ?? fact).onOneLine }
}

extension DeadlineRule {
  /// As a reader says it, with the rules of counting: `3 maanden, kalender`; `5 werkdagen`.
  fileprivate var words: String {
    switch kind {
    case .hours: length.dutch
    case .calendar: "\(length.dutch), kalender"
    case .workingDays: "\(length.amount) \(length.amount == 1 ? "werkdag" : "werkdagen")"
    case .atw: "\(length.dutch), Algemene termijnenwet"
    case .eu1182: "\(length.dutch), Verordening 1182/71"
    }
  }
}

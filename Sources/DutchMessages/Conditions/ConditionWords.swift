package import CaseCore
import OrderedCollections

/// Says a guard in Dutch, with the labels of the workflow: `Niet behandelen: Akkoord en Procedure: Regulier of Uitgebreid`.
package struct ConditionWords: Sendable {
  let workflow: Workflow
  let machine: Machine
  private let role: @Sendable (String) -> String

  /// - Parameters:
  ///   - machine: the machine that the guards are about.
  ///   - role: what a role is called.
  package init(_ machine: Machine, of workflow: Workflow, role: @escaping @Sendable (String) -> String) {
    self.workflow = workflow
    self.machine = machine
    self.role = role
  }

  /// - Parameter command: the command whose fields the guard looks at.
  package func words(_ guard: Guard, command: CommandDefinition? = nil) -> String {
    switch `guard` {
    case .all(let parts): parts.map { nested($0, command) }.joined(separator: " en ")
    case .any(let parts): parts.map { nested($0, command) }.joined(separator: " of ")
    case .not(let part): opposite(of: part, command)
    case .fact(let fact, let values): said(machine.facts[fact]?.label ?? fact, values, machine.facts[fact]?.kind)
    case .field(let field, let values):
      said(command?.fields[field]?.label ?? field, values, command?.fields[field]?.kind)
    case .ground(let grounds): "grondslag: \(label(ofGrounds: grounds))"
    case .decided(let decision, let option):
      said(label(ofDecision: decision), [.choice(option)], vote(in: decision))
    case .divided(let decision): "\(label(ofDecision: decision)): niet eensluidend"
    case .visited(let state, let times): visited(state, times)
    case .party(let role): "\(self.role(role)) neemt deel"
    case .reached(let fact, let number): "\((machine.facts[fact]?.label ?? fact).onOneLine): ten minste \(number)"
    case .recent(let subject, let length): "\(label(of: subject, command)): minder dan \(length.dutch) geleden"
    case .sender(let named): "de opdracht komt van «\(label(of: named, command))»"
    case .voted(let decision, let named, let option): voted(decision, named, option, command)
    case .state(let states): "in \(labels(of: states))"
    case .expired(let deadline, let times): expired(deadline, times)
    case .children(let children): words(children)
    case .root(let part): "casus: \(root.words(part, command: command))"
    }
  }

  private func voted(
    _ decision: String,
    _ named: Guard.Subject,
    _ option: Guard.Subject?,
    _ command: CommandDefinition?
  ) -> String {
    let same = option.map { " voor «\(label(of: $0, command))»" } ?? ""
    return "«\(label(of: named, command))» stemde\(same) over \(label(ofDecision: decision))"
  }

  private func opposite(of guard: Guard, _ command: CommandDefinition?) -> String {
    switch `guard` {
    case .party(let role): "\(self.role(role)) neemt niet deel"
    case .state(let states): "niet in \(labels(of: states))"
    case .expired(let deadline, 1): "termijn «\(label(ofDeadline: deadline))» is niet verlopen"
    case .sender(let named): "de opdracht komt niet van «\(label(of: named, command))»"
    case .root(let part): "casus: \(root.opposite(of: part, command))"
    default: "niet (\(words(`guard`, command: command)))"
    }
  }

  /// In brackets where "en" and "of" would run together.
  private func nested(_ guard: Guard, _ command: CommandDefinition?) -> String {
    let words = words(`guard`, command: command)
    switch `guard` {
    case .all(let parts) where parts.count > 1: return "(\(words))"
    case .any(let parts) where parts.count > 1: return "(\(words))"
    default: return words
    }
  }

  /// The same words for guards about the case.
  private var root: ConditionWords { others(workflow.root) }

  func others(_ machine: String) -> ConditionWords {
    workflow.machines[machine].map { ConditionWords($0, of: workflow, role: role) } ?? self
  }

  func labels(of states: [String]) -> String {
    states.map { (machine.states[$0]?.label ?? $0).onOneLine }.joined(separator: " of ")
  }

  private func label(ofDeadline deadline: String) -> String {
    (machine.deadlines[deadline]?.label ?? deadline).onOneLine
  }

  private func expired(_ deadline: String, _ times: Int) -> String {
    let label = label(ofDeadline: deadline)
    return times == 1 ? "termijn «\(label)» is verlopen" : "termijn «\(label)» is \(times) keer verlopen"
  }

  private func visited(_ state: String, _ times: Int) -> String {
    let label = (machine.states[state]?.label ?? state).onOneLine
    return times == 1 ? "eerder in \(label)" : "ten minste \(times) keer in \(label)"
  }
}

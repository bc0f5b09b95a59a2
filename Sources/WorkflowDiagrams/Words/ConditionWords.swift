import CaseCore
import OrderedCollections

/// Says a guard in Dutch, with the labels of the workflow: `Weging: Casusoverleg en Notificatie: Gedaan of Uitgesteld`.
struct ConditionWords: Sendable {
  private let machine: Machine
  private let roles: RoleNames

  init(_ machine: Machine, roles: RoleNames) {
    self.machine = machine
    self.roles = roles
  }

  /// - Parameter command: the command whose fields the guards look at.
  /// - Returns: nothing when there is no condition.
  func words(_ guards: [Guard], command: CommandDefinition?) -> String? {
    guards.isEmpty ? nil : words(.all(guards), command: command)
  }

  func words(_ guard: Guard, command: CommandDefinition? = nil) -> String {
    switch `guard` {
    case .all(let parts): parts.map { nested($0, command) }.joined(separator: " en ")
    case .any(let parts): parts.map { nested($0, command) }.joined(separator: " of ")
    case .not(let part): "niet (\(words(part, command: command)))"
    case .fact(let fact, let values): said(machine.facts[fact]?.label ?? fact, values, machine.facts[fact]?.kind)
    case .field(let field, let values):
      said(command?.fields[field]?.label ?? field, values, command?.fields[field]?.kind)
    case .decided(let decision, let option):
      said(label(ofDecision: decision), [.choice(option)], vote(in: decision))
    case .divided(let decision): "\(label(ofDecision: decision)): niet eensluidend"
    case .visited(let state, let times): visited(state, times)
    case .party(let role): "\(roles.name(role)) neemt deel"
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

  private func said(_ label: String, _ values: [Value], _ kind: Field.Kind?) -> String {
    "\(label.onOneLine): \(values.map { self.label(of: $0, kind) }.joined(separator: " of "))"
  }

  private func label(of value: Value, _ kind: Field.Kind?) -> String {
    switch value {
    case .text(let text), .reference(let text): text.onOneLine
    case .date(let date): date.dutch
    case .number(let number): "\(number)"
    case .list(let values): values.map { label(of: $0, kind) }.joined(separator: ", ")
    case .choice(let choice):
      if case .choice(let options)? = kind {
        (options.first { $0.key == choice }?.label ?? choice).onOneLine
      } else {
        choice
      }
    }
  }

  private func label(ofDecision decision: String) -> String {
    (machine.decisions[decision]?.label ?? decision).onOneLine
  }

  /// The field that holds the vote: its options say what the outcomes are called.
  private func vote(in decision: String) -> Field.Kind? {
    guard let field = machine.decisions[decision]?.field else { return nil }
    return machine.commands.values.first { $0.vote == decision }?.fields[field]?.kind
  }

  private func visited(_ state: String, _ times: Int) -> String {
    let label = (machine.states[state]?.label ?? state).onOneLine
    return times == 1 ? "eerder in \(label)" : "ten minste \(times) keer in \(label)"
  }
}

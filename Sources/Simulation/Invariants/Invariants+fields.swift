import CaseCore
import OrderedCollections

extension Invariants {
  /// What had to be said was said: by the entry, and by the facts of before it, read a second time.
  func fields() -> [Breach] {
    guard case .command(let name) = entry.cause, let machine = workflow.machine(of: name),
      let definition = workflow.machines[machine]?.commands[name]
    else { return [] }
    return definition.fields.flatMap { key, field -> [Breach] in
      if let value = entry.fields[key] {
        return breach(
          .fields,
          if: !isThere(value, field.kind),
          "\(name) was accepted with another case that it does not take"
        )
      }
      let isMissing = field.isRequired || field.condition.map { holds($0, in: entry.child) } ?? false
      return breach(.fields, if: isMissing, "\(name) was accepted without \(key)")
    }
  }

  /// Every other case that is named is one that the sender knows, of the workflow and in a state that the field asks.
  private func isThere(_ value: Value, _ kind: Field.Kind) -> Bool {
    switch (value, kind) {
    case (.list(let values), .list(let kind, _, _)): return values.allSatisfy { isThere($0, kind) }
    case (.otherCase(let id), .otherCase(let workflow, let states)):
      // A scenario of several cases says itself which there are.
      let own = attempt.command.otherCases.values.first { $0.id == id }
      guard let other = own ?? environment.otherCases.known[id], other.workflow == workflow else { return false }
      return states.isEmpty || other.state.map(states.contains) ?? false
    case (.otherCase, _), (_, .otherCase): return false
    default: return true
    }
  }

  private func holds(_ condition: Guard, in child: String?) -> Bool {
    switch condition {
    case .all(let all): return !all.contains { !holds($0, in: child) }
    case .any(let all): return all.contains { holds($0, in: child) }
    case .not(let inner): return !holds(inner, in: child)
    case .root(let inner): return holds(inner, in: nil)
    case .ground(let grounds): return grounds.contains(entry.ground)
    case .field(let name, let values): return values.contains { entry.fields[name] == $0 }
    case .fact(let name, let values): return values.contains { fact(name, in: child) == $0 }
    case .reached(let name, let least):
      if case .number(let number)? = fact(name, in: child) { return number >= least }
      return false
    case .recent(.field(let name), let length): return isRecent(entry.fields[name], length)
    case .recent(.fact(let name), let length): return isRecent(fact(name, in: child), length)
    case .decided, .divided, .visited, .state, .expired, .party, .sender, .voted, .children: return false
    }
  }

  private func fact(_ name: String, in child: String?) -> Value? {
    guard let before else { return workflow.rootMachine?.facts[name]?.initial }
    return before.instance(child)?.facts[name]
  }

  /// Less than so long ago, or ahead.
  private func isRecent(_ value: Value?, _ length: Length) -> Bool {
    guard case .date(let date)? = value else { return false }
    let end =
      switch length.unit {
      case .hours: date
      case .days: date.adding(days: length.amount)
      case .weeks: date.adding(days: 7 * length.amount)
      case .months: date.adding(months: length.amount)
      case .years: date.adding(months: 12 * length.amount)
      }
    return end > Amsterdam.date(at: attempt.at)
  }
}

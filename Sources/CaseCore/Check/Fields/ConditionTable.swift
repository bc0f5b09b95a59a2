import OrderedCollections

/// The combinations of everything that a condition depends on, to find out whether it can both hold and fail. Choices and grounds
/// are tried one by one; anything else is taken to hold or fail on its own, so that what comes out constant is.
struct ConditionTable {
  private let condition: Guard
  private let command: CommandDefinition
  private let machine: Machine
  private let root: Machine
  private var variables: OrderedDictionary<Variable, [Value?]> = [:]

  private enum Variable: Hashable {
    case field(String)
    case fact(String, isOfCase: Bool)
    case ground
    case other(Guard, isOfCase: Bool)
  }

  private static let mostCombinations = 20_000
  private static let free: [Value?] = [.number(0), .number(1)]

  init(_ condition: Guard, _ command: CommandDefinition, machine: Machine, root: Machine) {
    self.condition = condition
    self.command = command
    self.machine = machine
    self.root = root
    collect(condition, isOfCase: false)
  }

  /// What it always is; `nil` when it can be both, or when there are too many combinations to tell.
  var constant: Bool? {
    let count = variables.values.reduce(1) { min($0 * max($1.count, 1), Self.mostCombinations + 1) }
    guard count <= Self.mostCombinations else { return nil }
    var first: Bool?
    for number in 0..<count {
      let one = holds(condition, combination(number), isOfCase: false)
      if let first, first != one { return nil }
      first = one
    }
    return first
  }

  private func combination(_ number: Int) -> [Variable: Value] {
    var (rest, values): (Int, [Variable: Value]) = (number, [:])
    for (variable, possible) in variables where !possible.isEmpty {
      values[variable] = possible[rest % possible.count]
      rest /= possible.count
    }
    return values
  }

  private mutating func collect(_ condition: Guard, isOfCase: Bool) {
    switch condition {
    case .all(let guards), .any(let guards): for inner in guards { collect(inner, isOfCase: isOfCase) }
    case .not(let inner): collect(inner, isOfCase: isOfCase)
    case .root(let inner): collect(inner, isOfCase: true)
    default:
      let variable = variable(of: condition, isOfCase: isOfCase)
      variables[variable] = values(of: variable)
    }
  }

  private func variable(of condition: Guard, isOfCase: Bool) -> Variable {
    switch condition {
    case .field(let name, _) where options(command.fields[name]?.kind) != nil: .field(name)
    case .fact(let name, _) where options(fact(name, isOfCase)?.kind) != nil: .fact(name, isOfCase: isOfCase)
    case .ground: .ground
    default: .other(condition, isOfCase: isOfCase)
    }
  }

  private func values(of variable: Variable) -> [Value?] {
    switch variable {
    case .field(let name):
      (options(command.fields[name]?.kind) ?? []) + (command.fields[name]?.isRequired == true ? [] : [nil])
    case .fact(let name, let isOfCase):
      (options(fact(name, isOfCase)?.kind) ?? []) + (fact(name, isOfCase)?.initial == nil ? [nil] : [])
    case .ground: command.grounds.map(Value.text)
    case .other: Self.free
    }
  }

  private func fact(_ name: String, _ isOfCase: Bool) -> Fact? { (isOfCase ? root : machine).facts[name] }

  private func options(_ kind: Field.Kind?) -> [Value?]? {
    if case .choice(let options)? = kind { options.map { .choice($0.key) } } else { nil }
  }

  private func holds(_ condition: Guard, _ values: [Variable: Value], isOfCase: Bool) -> Bool {
    switch condition {
    case .all(let guards): return guards.allSatisfy { holds($0, values, isOfCase: isOfCase) }
    case .any(let guards): return guards.contains { holds($0, values, isOfCase: isOfCase) }
    case .not(let inner): return !holds(inner, values, isOfCase: isOfCase)
    case .root(let inner): return holds(inner, values, isOfCase: true)
    default: break
    }
    let variable = variable(of: condition, isOfCase: isOfCase)
    let value = values[variable]
    switch (condition, variable) {
    case (.field(_, let accepted), .field), (.fact(_, let accepted), .fact):
      return value.map(accepted.contains) ?? false
    case (.ground(let grounds), _): return grounds.contains { value == .text($0) }
    default: return value == .number(1)
    }
  }
}

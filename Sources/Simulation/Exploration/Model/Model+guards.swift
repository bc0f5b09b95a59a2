import CaseCore
import OrderedCollections

extension Model {
  /// What a guard is about.
  enum Scope {
    case frame(Frame)
    /// A child of this machine and sort.
    case sort(Children, Int)

    var name: String {
      switch self {
      case .frame(let frame): frame.key
      case .sort(let children, let number): "\(children.key)-\(number)"
      }
    }
  }

  /// The situations in which all of the requirements hold.
  func holds(_ requirements: [Transition.Requirement], _ scope: Scope, _ command: String?) -> Node {
    space.all(requirements.map { holds($0.guard, scope, command) })
  }

  func holds(_ condition: Guard, _ scope: Scope, _ command: String?) -> Node {
    switch condition {
    case .all(let guards): return space.all(guards.map { holds($0, scope, command) })
    case .any(let guards): return space.any(guards.map { holds($0, scope, command) })
    case .not(let inner): return diagrams.not(holds(inner, scope, command))
    case .root(let inner): return holds(inner, .frame(root), command)
    case .children(let children): return holds(children)
    case .field(let name, let values): return self.field(name, values, command) ?? open(command ?? "", "\(condition)")
    case .recent(.field, _): return open(command ?? "", "\(condition)")
    case .party(let role):
      if case .frame(let frame) = scope, let party = frame.parties[role] { return space.set(party, 1) }
      return open(scope.name, "\(condition)")
    default: break
    }
    switch scope {
    case .frame(let frame): return frame.holds(condition, self) ?? open(scope.name, "\(condition)")
    case .sort(let children, let number): return children.holds(condition, number) ?? open(scope.name, "\(condition)")
    }
  }

  private func field(_ name: String, _ values: [Value], _ command: String?) -> Node? {
    guard let command, let field = field(name, of: command) else { return nil }
    used.insert(field.variable)
    return space.set(field.variable, values.compactMap { field.options.firstIndex(of: $0) }.map { $0 + 1 })
  }

  // MARK: - Children

  private func holds(_ condition: Guard.Children) -> Node {
    guard let children = children[condition.machine] else { return DecisionDiagrams.none }
    let counted = children.sorts.indices.compactMap { number -> (count: Space.Variable, matches: Node)? in
      guard let count = children.counts[number] else { return nil }
      let isIn = condition.states.isEmpty || condition.states.contains(children.sorts[number].state)
      let matches = isIn ? self.matches(condition, children, number) : DecisionDiagrams.none
      return (count, matches)
    }
    let some = space.any(counted.map { diagrams.and(space.set($0.count, 1..<$0.count.values), $0.matches) })
    switch condition.quantity {
    case .some: return some
    case .none: return diagrams.not(some)
    case .every:
      return diagrams.not(
        space.any(counted.map { diagrams.and(space.set($0.count, 1..<$0.count.values), diagrams.not($0.matches)) })
      )
    case .atLeast(let least): return atLeast(least, counted, "\(condition)")
    }
  }

  /// Whether a child of the sort matches the condition. What is not followed may differ between two children of a sort, so
  /// each count asks it separately.
  private func matches(_ condition: Guard.Children, _ children: Children, _ number: Int) -> Node {
    guard let inner = condition.condition else { return DecisionDiagrams.all }
    let kind =
      switch condition.quantity {
      case .some, .none: "some"
      case .every: "every"
      case .atLeast(let least): "\(least)"
      }
    return holds(inner, .sort(children, number), kind)
  }

  private func atLeast(_ least: Int, _ counted: [(count: Space.Variable, matches: Node)], _ name: String) -> Node {
    guard least > 0 else { return DecisionDiagrams.all }
    /// By the least number there is; the last one stands for enough.
    var sums = [DecisionDiagrams.all] + Array(repeating: DecisionDiagrams.none, count: least)
    var more = DecisionDiagrams.none
    for (count, matches) in counted {
      var next = Array(repeating: DecisionDiagrams.none, count: least + 1)
      for (sum, node) in sums.enumerated() {
        for number in 0..<count.values {
          let isThat = diagrams.and(space.set(count, number), matches)
          let here = number == 0 ? diagrams.or(space.set(count, 0), diagrams.not(matches)) : isThat
          let total = min(sum + number, least)
          next[total] = diagrams.or(next[total], diagrams.and(node, here))
        }
      }
      sums = next
      if count.values - 1 < least {
        more = diagrams.or(more, diagrams.and(space.set(count, count.values - 1), matches))
      }
    }
    // Where there may be more than are counted, there may be enough.
    guard more != DecisionDiagrams.none else { return sums[least] }
    return diagrams.or(sums[least], diagrams.and(more, open("children", name)))
  }
}

extension Frame {
  /// - Returns: `nil` when it is not followed.
  func holds(_ condition: Guard, _ model: Model) -> DecisionDiagrams.Node? {
    let space = model.space
    switch condition {
    case .fact(let name, let values):
      guard let fact = facts[name], values.allSatisfy(fact.isExact) else { return nil }
      return space.set(fact.variable, values.map(fact.index).filter { $0 > 0 })
    case .reached(let name, let number):
      guard let fact = facts[name] else { return nil }
      return space.set(fact.variable, fact.indices(from: number))
    case .recent(.fact(let name), _):
      guard let fact = facts[name] else { return nil }
      return model.diagrams.and(space.set(fact.variable, 1), model.open(key, "\(condition)"))
    case .decided(let name, let option):
      guard let standing = standings[name] else { return nil }
      return space.set(standing.variable, standing.options.firstIndex(of: option).map { [$0 + 2] } ?? [])
    case .divided(let name): return standings[name].map { space.set($0.variable, 1) }
    case .visited(let state, let count): return visits[state].map { space.set($0, min(count, $0.values)..<$0.values) }
    case .expired(let name, let times): return expired[name].map { space.set($0, min(times, $0.values)..<$0.values) }
    case .state(let states): return space.set(state, states.compactMap { stateNames.firstIndex(of: $0) })
    default: return nil
    }
  }
}

extension Children {
  /// - Returns: `nil` when it is not followed.
  func holds(_ condition: Guard, _ number: Int) -> DecisionDiagrams.Node? {
    let sort = sorts[number]
    switch condition {
    case .state(let states): return states.contains(sort.state) ? DecisionDiagrams.all : DecisionDiagrams.none
    case .fact(let name, let values):
      guard let fact = facts[name], let value = sort.facts[name], values.allSatisfy(fact.isExact) else { return nil }
      return values.map(fact.index).contains(value) && value > 0 ? DecisionDiagrams.all : DecisionDiagrams.none
    case .reached(let name, let least):
      guard let fact = facts[name], let value = sort.facts[name] else { return nil }
      return fact.indices(from: least).contains(value) ? DecisionDiagrams.all : DecisionDiagrams.none
    default: return nil
    }
  }
}

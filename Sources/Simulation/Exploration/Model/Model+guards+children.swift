import CaseCore
import OrderedCollections

/// Conditions on the children of a machine.
extension Model {
  func holds(_ condition: Guard.Children) -> Node {
    guard let children = children[condition.machine] else { return DecisionDiagrams.none }
    // Of sorts that are counted together, one answers for all.
    var seen: Set<Space.Variable> = []
    let counted = children.sorts.indices.compactMap { number -> (count: Space.Variable, matches: Node)? in
      guard let count = children.counts[number], seen.insert(count).inserted else { return nil }
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

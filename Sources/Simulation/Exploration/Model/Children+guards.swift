import CaseCore
import OrderedCollections

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

import CaseCore
import OrderedCollections

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

import OrderedCollections

extension StructureCheck {
  /// From each state, where a command or a deadline can lead.
  func edges() -> [String: Set<String>] {
    var edges: [String: Set<String>] = [:]
    for (name, state) in machine.states where !state.isFinal {
      let inherited = machine.on.filter { state.on[$0.key] == nil }.flatMap(\.value)
      edges[name, default: []].formUnion((state.on.values.flatMap { $0 } + inherited).compactMap(\.target))
    }
    for deadline in machine.deadlines.values {
      guard case .review(let target) = deadline.expiry else { continue }
      for state in deadline.states { edges[state, default: []].insert(target) }
    }
    return edges.merging(relatives()) { $0.union($1) }
  }

  /// Where what happens in the rest of the family leads: the case by its children, from whatever state it is in; a child when
  /// the case ends it.
  private func relatives() -> [String: Set<String>] {
    var edges: [String: Set<String>] = [:]
    if isRoot {
      let targets = index.places(in: key).filter { $0.path[1] != key }.compactMap(\.transition.target)
      for (name, state) in machine.states where !state.isFinal { edges[name] = Set(targets) }
    } else {
      for end in index.places(in: workflow.root).flatMap(\.transition.ends) where end.machine == key {
        for state in end.states { edges[state, default: []].insert(end.target) }
      }
    }
    return edges
  }

  func reversed(_ edges: [String: Set<String>]) -> [String: Set<String>] {
    var reversed: [String: Set<String>] = [:]
    for (from, targets) in edges { for target in targets { reversed[target, default: []].insert(from) } }
    return reversed
  }

  func closure(of start: [String], along edges: [String: Set<String>]) -> Set<String> {
    var seen = Set(start)
    var open = start
    while let state = open.popLast() {
      for next in edges[state] ?? [] where seen.insert(next).inserted { open.append(next) }
    }
    return seen
  }
}

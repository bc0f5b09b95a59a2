import OrderedCollections

/// Proves the shape of a machine: everything is reachable, an end is reachable from everywhere, all waiting is bounded.
struct StructureCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] { reach() + bounds() + reviews() + undecided() + idle() }

  /// What all paths through the machine depend on.
  private var ways: [WorkflowFault.Basis] {
    ["start", "initial", "states", "on", "after"].map { .all(of: path + [$0]) }
  }

  private func reach() -> [WorkflowFault] {
    let first = Array(machine.firstStates)
    guard !first.isEmpty else {
      return [.init(path + [isRoot ? "start" : "initial"], "Het begin noemt geen toestand.")]
    }
    let forward = edges()
    let reachable = closure(of: first, along: forward)
    let finals = machine.states.filter { $1.isFinal }.map(\.key)
    let ending = closure(of: finals, along: reversed(forward))
    return machine.states.keys.compactMap { name in
      let path = path + ["states", name]
      if !reachable.contains(name) {
        return .init(path, "De toestand «\(name)» is onbereikbaar.", basis: ways)
      }
      return ending.contains(name)
        ? nil : .init(path, "Vanuit «\(name)» is geen eindtoestand te bereiken.", basis: ways)
    }
  }

  private func bounds() -> [WorkflowFault] {
    machine.states.compactMap { name, state in
      let path = path + ["states", name]
      if state.isFinal {
        return state.on.isEmpty ? nil : .init(path + ["on"], "Een eindtoestand kent geen opdrachten.")
      }
      let bounding = machine.deadlines.filter { $1.states.contains(name) && $1.guard == nil }.map(\.key)
      let suspensions = SuspensionCheck(index: index, key: key)
      let standing = bounding.filter { suspensions.standing($0).contains(name) }
      if standing.count < bounding.count { return nil }
      let exception = standing.first.map { ", zolang «\($0)» stilstaat" } ?? ""
      let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["after"])]
      return .init(path, "De toestand «\(name)» wacht zonder termijn\(exception).", basis: basis)
    }
  }

  /// In a review state people must have a command to decide with.
  private func reviews() -> [WorkflowFault] {
    guard machine.on.isEmpty else { return [] }
    return machine.states.filter { $1.isReview && !$1.isFinal && $1.on.isEmpty }.map { name, _ in
      let basis = [WorkflowFault.Basis.all(of: path + ["states", name]), .all(of: path + ["on"])]
      return .init(path + ["states", name], "In «\(name)» besluiten mensen, maar er is geen opdracht.", basis: basis)
    }
  }

  /// A deadline may lead into a review state, and never into a final one.
  private func undecided() -> [WorkflowFault] {
    machine.states.filter { $1.isReview && $1.isFinal }.map { name, _ in
      .init(path + ["states", name, "review"], "In een eindtoestand valt niets meer te besluiten.", basis: ways)
    }
  }

  /// Commands that no state accepts.
  private func idle() -> [WorkflowFault] {
    let used = Set(machine.states.values.flatMap(\.on.keys)).union(machine.on.keys).union(
      machine.starts.map(\.command)
    )
    return machine.commands.keys.filter { !used.contains($0) }.map {
      .init(path + ["commands", $0], "Geen toestand kent de opdracht «\($0)».", basis: ways)
    }
  }
}

extension StructureCheck {
  /// For each state, the states that a command or a deadline can lead to.
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

  /// Where events in the rest of the family lead: the case by its children, from any state; a child when the case ends it.
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

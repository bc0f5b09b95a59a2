import OrderedCollections

/// Proves the shape of a machine: everything reachable, an end from everywhere, no waiting without a bound.
struct StructureCheck {
  let machine: Machine

  func faults(at path: [String]) -> [WorkflowFault] {
    guard machine.states[machine.initial] != nil else {
      return [.init(path + ["start"], "De begintoestand bestaat niet.")]
    }
    return reach(at: path + ["states"]) + bounds(at: path + ["states"]) + timers(at: path + ["after"])
      + dead(at: path)
  }

  private func reach(at path: [String]) -> [WorkflowFault] {
    let forward = edges()
    let reachable = closure(of: [machine.initial], along: forward)
    let finals = machine.states.filter { $1.isFinal }.map(\.key)
    let ending = closure(of: finals, along: reversed(forward))
    return machine.states.keys.flatMap { name -> [WorkflowFault] in
      if !reachable.contains(name) { return [.init(path + [name], "De toestand «\(name)» is onbereikbaar.")] }
      if !ending.contains(name) { return [.init(path + [name], "Vanuit «\(name)» is geen eindtoestand te bereiken.")] }
      return []
    }
  }

  private func bounds(at path: [String]) -> [WorkflowFault] {
    machine.states.flatMap { name, state -> [WorkflowFault] in
      if state.isFinal {
        return state.on.isEmpty ? [] : [.init(path + [name, "on"], "Een eindtoestand kent geen opdrachten.")]
      }
      let bound = machine.deadlines.values.contains { $0.states.contains(name) && $0.guard == nil }
      return bound ? [] : [.init(path + [name], "De toestand «\(name)» wacht zonder termijn.")]
    }
  }

  private func timers(at path: [String]) -> [WorkflowFault] {
    machine.deadlines.flatMap { name, deadline -> [WorkflowFault] in
      let path = path + [name]
      var faults: [WorkflowFault] = []
      if case .review(let target) = deadline.expiry {
        if let state = machine.states[target], !state.isReview {
          faults.append(
            .init(
              path + ["target"],
              "Een termijn leidt alleen naar een toestand waarin mensen besluiten (review); «\(target)» is dat niet."
            )
          )
        } else if machine.states[target] == nil {
          faults.append(.init(path + ["target"], "De toestand «\(target)» bestaat niet."))
        }
      }
      if deadline.roles.isEmpty { faults.append(.init(path, "Van het verlopen van de termijn hoort niemand.")) }
      for state in deadline.states where machine.states[state]?.isFinal == true {
        faults.append(.init(path + ["while"], "In de eindtoestand «\(state)» loopt geen termijn."))
      }
      return faults
    }
  }

  /// Commands that no state takes.
  private func dead(at path: [String]) -> [WorkflowFault] {
    let used = Set(machine.states.values.flatMap(\.on.keys)).union(machine.on.keys).union([machine.start.command])
    return machine.commands.keys.filter { !used.contains($0) }.map {
      .init(path + ["commands", $0], "Geen toestand kent de opdracht «\($0)».")
    }
  }

  private func edges() -> [String: Set<String>] {
    var edges: [String: Set<String>] = [:]
    for (name, state) in machine.states where !state.isFinal {
      let inherited = machine.on.filter { state.on[$0.key] == nil }.flatMap(\.value)
      edges[name, default: []].formUnion((state.on.values.flatMap { $0 } + inherited).compactMap(\.target))
    }
    for deadline in machine.deadlines.values {
      guard case .review(let target) = deadline.expiry else { continue }
      for state in deadline.states { edges[state, default: []].insert(target) }
    }
    return edges
  }

  private func reversed(_ edges: [String: Set<String>]) -> [String: Set<String>] {
    var reversed: [String: Set<String>] = [:]
    for (from, targets) in edges { for target in targets { reversed[target, default: []].insert(from) } }
    return reversed
  }

  private func closure(of start: [String], along edges: [String: Set<String>]) -> Set<String> {
    var seen = Set(start)
    var open = start
    while let state = open.popLast() {
      for next in edges[state] ?? [] where seen.insert(next).inserted { open.append(next) }
    }
    return seen
  }
}

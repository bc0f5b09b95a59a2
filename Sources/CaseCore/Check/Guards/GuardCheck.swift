import OrderedCollections

/// Finds conditions that can never hold, each considered alone: a value that nothing sets, a deadline or a decision of
/// another state. Conditions that cannot hold together are found by exploring the workflow.
struct GuardCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String
  private let writers: FactWriters

  init(index: WorkflowIndex, key: String) {
    self.index = index
    self.key = key
    writers = index.writers(of: key)
  }

  func faults() -> [WorkflowFault] {
    index.conditions(of: key).flatMap(faults)
  }

  private func faults(at place: GuardPlace) -> [WorkflowFault] {
    switch place.guard {
    case .fact(let name, let values): unreached(values, of: name, at: place.path)
    case .reached(let name, let least): uncounted(name, least, at: place.path)
    case .state(let names): elsewhere(names, place)
    case .expired(let name, _): stopped(name, place)
    case .decided(let name, _), .divided(let name): unpolled(name, place, "decision")
    case .voted(let name, _, _): unpolled(name, place, "voted")
    default: []
    }
  }

  private func never(_ path: [String], _ reason: String) -> WorkflowFault {
    let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) }
    return .init(path, "Dit geldt nooit: \(reason).", basis: basis)
  }

  // MARK: - Facts

  private func unreached(_ values: [Value], of name: String, at path: [String]) -> [WorkflowFault] {
    guard let fact = machine.facts[name], let possible = writers.options(of: name) else { return [] }
    return values.enumerated().filter { fact.kind.takes($1) && !possible.contains($1) }.map { index, _ in
      let place = values.count == 1 ? path + ["is"] : path + ["in", "\(index)"]
      return never(place, "niets geeft het gegeven «\(name)» deze waarde")
    }
  }

  private func uncounted(_ name: String, _ least: Int64, at path: [String]) -> [WorkflowFault] {
    guard machine.facts[name] != nil, let most = writers.most(of: name), most < least else { return [] }
    return [never(path + ["at-least"], "het gegeven «\(name)» wordt hoogstens \(most)")]
  }

  // MARK: - States

  private func elsewhere(_ names: [String], _ place: GuardPlace) -> [WorkflowFault] {
    guard let states = place.states, names.allSatisfy({ machine.states[$0] != nil && !states.contains($0) }) else {
      return []
    }
    return [never(place.path + ["state"], "dit wordt alleen in een andere toestand gevraagd")]
  }

  private func stopped(_ name: String, _ place: GuardPlace) -> [WorkflowFault] {
    guard let states = place.states, let deadline = machine.deadlines[name],
      Set(states).isDisjoint(with: deadline.states)
    else { return [] }
    return [never(place.path + ["expired"], "de termijn «\(name)» loopt hier niet")]
  }

  /// Votes count for one visit of a state.
  private func unpolled(_ name: String, _ place: GuardPlace, _ word: String) -> [WorkflowFault] {
    let check = DecisionCheck(index: index, key: key)
    let commands = check.commands(of: name)
    guard let states = place.states, !commands.isEmpty,
      Set(states).isDisjoint(with: check.polling(commands).keys)
    else { return [] }
    return [never(place.path + [word], "over «\(name)» wordt hier niet gestemd")]
  }
}

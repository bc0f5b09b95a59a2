import OrderedCollections

extension ReferenceCheck {
  /// - Parameter command: the command whose fields the guard may use; `nil` when there is none.
  func condition(_ guard: Guard, command: String?, at path: [String]) -> [WorkflowFault] {
    switch `guard` {
    case .all(let guards): conditions(guards, command: command, at: path + ["all"])
    case .any(let guards): conditions(guards, command: command, at: path + ["any"])
    case .not(let inner): condition(inner, command: command, at: path + ["not"])
    case .fact(let name, let values): fact(name, values, at: path)
    case .field(let name, let values): field(name, values, command: command, at: path)
    case .ground(let names): grounds(names, command: command, at: path)
    case .reached(let name, _): number(name, at: path + ["fact"])
    case .recent(let subject, _): date(subject, command: command, at: path)
    case .state(let names):
      names.enumerated().flatMap { state(named: $1, at: path + ["state", "\($0)"]) }
    case .expired(let name, let times): expired(name, times, at: path)
    case .children(let children): self.children(children, at: path)
    case .root(let inner):
      ReferenceCheck(index: index, key: workflow.root).condition(inner, command: command, at: path + ["case"])
    case .visited(let name, _): state(named: name, at: path + ["visited"])
    case .party(let name): role(name, at: path + ["party"])
    case .sender(let named): sender(named, command: command, at: path)
    case .voted(let decision, let named, let option):
      voted(decision, by: named, option: option, command: command, at: path)
    case .divided(let name):
      machine.decisions[name] == nil ? [unknownDecision(name, at: path + ["decision"])] : []
    case .decided(let name, let option): outcome(option, of: name, at: path)
    }
  }

  private func conditions(_ guards: [Guard], command: String?, at path: [String]) -> [WorkflowFault] {
    guards.enumerated().flatMap { condition($1, command: command, at: path + ["\($0)"]) }
  }

  private func expired(_ name: String, _ times: Int, at path: [String]) -> [WorkflowFault] {
    guard let deadline = machine.deadlines[name] else { return self.deadline(named: name, at: path + ["expired"]) }
    if times < 2 || deadline.repeats { return [] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["after"]), .all(of: self.path + ["states"])]
    return [
      .init(path + ["times"], "De termijn «\(name)» herhaalt zich niet, en verloopt dus maar één keer.", basis: basis)
    ]
  }
}

import OrderedCollections

extension ReferenceCheck {
  /// - Parameter command: whose fields the guard may look at; `nil` where no command is given.
  func condition(_ guard: Guard, command: String?, at path: [String]) -> [WorkflowFault] {
    switch `guard` {
    case .all(let guards): conditions(guards, command: command, at: path + ["all"])
    case .any(let guards): conditions(guards, command: command, at: path + ["any"])
    case .not(let inner): condition(inner, command: command, at: path + ["not"])
    case .fact(let name, let values): fact(name, values, at: path)
    case .field(let name, let values): field(name, values, command: command, at: path)
    case .visited(let name, _): state(named: name, at: path + ["visited"])
    case .party(let name): role(name, at: path + ["party"])
    case .divided(let name):
      machine.decisions[name] == nil ? [unknownDecision(name, at: path + ["decision"])] : []
    case .decided(let name, let option): outcome(option, of: name, at: path)
    }
  }

  private func conditions(_ guards: [Guard], command: String?, at path: [String]) -> [WorkflowFault] {
    guards.enumerated().flatMap { condition($1, command: command, at: path + ["\($0)"]) }
  }

  private func fact(_ name: String, _ values: [Value], at path: [String]) -> [WorkflowFault] {
    guard machine.facts[name] != nil else { return [unknownFact(name, at: path + ["fact"])] }
    return values.enumerated().flatMap { value($1, of: name, at: place(of: $0, in: values, at: path)) }
  }

  private func field(_ name: String, _ values: [Value], command: String?, at path: [String]) -> [WorkflowFault] {
    guard let command else { return [.init(path + ["field"], "Een termijn kan niet naar een veld kijken.")] }
    // An unknown command is a fault of its own.
    guard let definition = machine.commands[command] else { return [] }
    let fields = self.path + ["commands", command, "fields"]
    guard let field = definition.fields[name] else {
      return [.init(path + ["field"], "De opdracht heeft geen veld «\(name)».", basis: [.names(in: fields)])]
    }
    return values.enumerated().filter { !field.kind.takes($1) }.map { index, _ in
      let place = place(of: index, in: values, at: path)
      return .init(place, "Het veld «\(name)» kan die waarde niet hebben.", basis: [.all(of: fields + [name])])
    }
  }

  /// One value is written as `is`, several as `in`.
  private func place(of index: Int, in values: [Value], at path: [String]) -> [String] {
    values.count == 1 ? path + ["is"] : path + ["in", "\(index)"]
  }

  private func outcome(_ option: String, of decision: String, at path: [String]) -> [WorkflowFault] {
    guard let joint = machine.decisions[decision] else { return [unknownDecision(decision, at: path + ["decision"])] }
    let kinds = machine.commands.values.filter { $0.vote == decision }.compactMap { $0.fields[joint.field]?.kind }
    // Without a command that votes there is a fault already.
    if kinds.isEmpty || kinds.contains(where: { $0.takes(.choice(option)) }) { return [] }
    let basis = [WorkflowFault.Basis.all(of: self.path + ["commands"]), .all(of: self.path + ["decisions", decision])]
    return [.init(path + ["is"], "Het besluit «\(decision)» kent de uitkomst «\(option)» niet.", basis: basis)]
  }
}

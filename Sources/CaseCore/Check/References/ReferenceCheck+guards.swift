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
    guard let command else {
      return [.init(path + ["field"], "Hier is geen opdracht, en dus geen veld om naar te kijken.")]
    }
    // An unknown command is a fault of its own.
    guard let (definition, home) = workflow.definition(of: command) else { return [] }
    let fields = home + ["fields"]
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

  private func children(_ children: Guard.Children, at path: [String]) -> [WorkflowFault] {
    let key =
      switch children.quantity {
      case .some: "some"
      case .none: "none"
      case .every: "every"
      case .atLeast: "in"
      }
    let faults = childStates(children.states, of: children.machine, at: path, key: key, machineKey: "children")
    guard let condition = children.condition, workflow.machines[children.machine] != nil else { return faults }
    let check = ReferenceCheck(index: index, key: children.machine)
    return faults + check.condition(condition, command: nil, at: path + ["where"])
  }

  private func expired(_ name: String, _ times: Int, at path: [String]) -> [WorkflowFault] {
    guard let deadline = machine.deadlines[name] else { return self.deadline(named: name, at: path + ["expired"]) }
    if times < 2 || deadline.repeats { return [] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["after"]), .all(of: self.path + ["states"])]
    return [
      .init(path + ["times"], "De termijn «\(name)» herhaalt zich niet, en verloopt dus maar één keer.", basis: basis)
    ]
  }

  private func date(_ subject: Guard.Subject, command: String?, at path: [String]) -> [WorkflowFault] {
    switch subject {
    case .fact(let name):
      guard let fact = machine.facts[name] else { return [unknownFact(name, at: path + ["fact"])] }
      if case .date = fact.kind { return [] }
      return [
        .init(
          path + ["fact"],
          "«\(name)» is geen gegeven met een datum.",
          basis: [.all(of: self.path + ["facts", name])]
        )
      ]
    case .field(let name):
      let faults = field(name, [], command: command, at: path)
      guard faults.isEmpty, let command, let (definition, home) = workflow.definition(of: command) else {
        return faults
      }
      if case .date? = definition.fields[name]?.kind { return [] }
      return [
        .init(path + ["field"], "«\(name)» is geen veld met een datum.", basis: [.all(of: home + ["fields", name])])
      ]
    }
  }

  func outcome(_ option: String, of decision: String, at path: [String]) -> [WorkflowFault] {
    guard let joint = machine.decisions[decision] else { return [unknownDecision(decision, at: path + ["decision"])] }
    let kinds = machine.commands.values.filter { $0.vote == decision }.compactMap { $0.fields[joint.field]?.kind }
    // Without a command that votes there is a fault already.
    if kinds.isEmpty || kinds.contains(where: { $0.takes(.choice(option)) }) { return [] }
    let basis = [
      WorkflowFault.Basis.all(of: self.path + ["commands"]), .names(in: self.path + ["decisions", decision]),
    ]
    return [.init(path + ["is"], "Het besluit «\(decision)» kent de uitkomst «\(option)» niet.", basis: basis)]
  }
}

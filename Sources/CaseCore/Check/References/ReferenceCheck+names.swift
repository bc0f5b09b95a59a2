import OrderedCollections

extension ReferenceCheck {
  func state(named name: String, at path: [String]) -> [WorkflowFault] {
    machine.states[name] == nil ? [unknown("De toestand", name, of: "states", at: path)] : []
  }

  /// A number that can be counted with.
  func number(_ fact: String, at path: [String]) -> [WorkflowFault] {
    guard let kind = machine.facts[fact]?.kind else { return [unknownFact(fact, at: path)] }
    if case .number = kind { return [] }
    let basis = [WorkflowFault.Basis.all(of: self.path + ["facts", fact])]
    return [.init(path, "«\(fact)» is geen gegeven met een getal.", basis: basis)]
  }

  /// States of a child machine.
  func childStates(_ states: [String], of name: String, at path: [String], key: String, machineKey: String)
    -> [WorkflowFault]
  {
    guard let child = workflow.machines[name] else {
      return [.init(path + [machineKey], "De machine «\(name)» bestaat niet.", basis: [.names(in: ["machines"])])]
    }
    guard name != workflow.root else {
      return [
        .init(path + [machineKey], "«\(name)» is de zaak zelf, geen onderdeel.", basis: [.names(in: ["machines"])])
      ]
    }
    return states.enumerated().filter { child.states[$1] == nil }.map { index, state in
      let basis = [WorkflowFault.Basis.names(in: ["machines", name, "states"])]
      return .init(path + [key, "\(index)"], "De toestand «\(state)» bestaat niet.", basis: basis)
    }
  }

  func command(named name: String, at path: [String]) -> [WorkflowFault] {
    if machine.commands[name] != nil { return [] }
    guard let other = workflow.machine(of: name) else {
      return [unknown("De opdracht", name, of: "commands", at: path)]
    }
    let basis = [WorkflowFault.Basis.names(in: self.path + ["commands"]), .names(in: ["machines", other, "commands"])]
    return [.init(path, "De opdracht «\(name)» is er een van «\(other)».", basis: basis)]
  }

  func unknownDecision(_ name: String, at path: [String]) -> WorkflowFault {
    unknown("Het besluit", name, of: "decisions", at: path)
  }

  func deadline(named name: String, at path: [String]) -> [WorkflowFault] {
    guard machine.deadlines[name] == nil else { return [] }
    var fault = unknown("De termijn", name, of: "after", at: path)
    // It may be one of a state's own.
    fault.basis.append(.all(of: self.path + ["states"]))
    return [fault]
  }

  func value(_ value: Value, of fact: String, at path: [String]) -> [WorkflowFault] {
    guard let kind = machine.facts[fact]?.kind else { return [unknownFact(fact, at: path)] }
    if kind.takes(value) { return [] }
    let basis = [WorkflowFault.Basis.all(of: self.path + ["facts", fact])]
    return [.init(path, "Het gegeven «\(fact)» kan die waarde niet hebben.", basis: basis)]
  }

  func unknownFact(_ name: String, at path: [String]) -> WorkflowFault {
    unknown("Het gegeven", name, of: "facts", at: path)
  }

  func roles(_ names: [String], at path: [String]) -> [WorkflowFault] {
    names.enumerated().flatMap { role($1, at: path + ["\($0)"]) }
  }

  func role(_ name: String, at path: [String]) -> [WorkflowFault] {
    guard workflow.roles[name] == nil else { return [] }
    return [.init(path, "De rol «\(name)» bestaat niet.", basis: [.names(in: ["roles"])])]
  }

  func ground(_ name: String, at path: [String]) -> [WorkflowFault] {
    guard workflow.grounds[name] == nil else { return [] }
    return [.init(path, "De grondslag «\(name)» bestaat niet.", basis: [.names(in: ["grounds"])])]
  }

  private func unknown(_ what: String, _ name: String, of group: String, at path: [String]) -> WorkflowFault {
    .init(path, "\(what) «\(name)» bestaat niet.", basis: [.names(in: self.path + [group])])
  }
}

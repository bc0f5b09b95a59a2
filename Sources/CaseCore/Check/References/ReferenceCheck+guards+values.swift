import OrderedCollections

/// Conditions on facts of the case and on fields of the command.
extension ReferenceCheck {
  func fact(_ name: String, _ values: [Value], at path: [String]) -> [WorkflowFault] {
    guard machine.facts[name] != nil else { return [unknownFact(name, at: path + ["fact"])] }
    return values.enumerated().flatMap { value($1, of: name, at: place(of: $0, in: values, at: path)) }
  }

  func field(_ name: String, _ values: [Value], command: String?, at path: [String]) -> [WorkflowFault] {
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

  func date(_ subject: Guard.Subject, command: String?, at path: [String]) -> [WorkflowFault] {
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

  func grounds(_ names: [String], command: String?, at path: [String]) -> [WorkflowFault] {
    guard let command else {
      return [.init(path + ["ground"], "Hier is geen opdracht, en dus geen grondslag die zij noemt.")]
    }
    // An unknown command is a fault of its own.
    guard let (definition, home) = workflow.definition(of: command) else { return [] }
    let basis = [WorkflowFault.Basis.names(in: ["grounds"]), .all(of: home + ["ground"])]
    let faults = names.enumerated().filter { !definition.grounds.contains($1) }.map { index, name in
      WorkflowFault(path + ["ground", "\(index)"], "De opdracht berust nooit op «\(name)».", basis: basis)
    }
    guard faults.isEmpty, Set(names) == Set(definition.grounds) else { return faults }
    return [.init(path + ["ground"], "De opdracht berust altijd op deze grondslag.", basis: basis)]
  }
}

import OrderedCollections

/// Values of facts that come from the command, or from the day.
extension ReferenceCheck {
  /// - Parameter command: `nil` for what the end of a deadline leads to.
  func taken(_ origin: Transition.Origin, as fact: String, command: String?, at path: [String]) -> [WorkflowFault] {
    guard let kind = machine.facts[fact]?.kind else { return [unknownFact(fact, at: path)] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["facts", fact])]
    switch origin {
    case .today:
      if case .date = kind { return [] }
      return [.init(path, "«\(fact)» is geen gegeven met een datum.", basis: basis)]
    case .sender:
      guard command != nil else { return [.init(path + ["from"], "Hier is geen opdracht, en dus geen afzender.")] }
      if case .reference = kind { return [] }
      return [.init(path + ["from"], "«\(fact)» is geen gegeven met een organisatie.", basis: basis)]
    case .field(let name): return taken(field: name, as: fact, kind, command: command, at: path + ["field"])
    }
  }

  private func taken(
    field name: String,
    as fact: String,
    _ kind: Field.Kind,
    command: String?,
    at path: [String]
  ) -> [WorkflowFault] {
    guard let command else {
      return [.init(path, "Hier is geen opdracht, en dus geen veld om naar te kijken.")]
    }
    // An unknown command is a fault of its own.
    guard let (definition, home) = workflow.definition(of: command) else { return [] }
    guard let field = definition.fields[name] else {
      return [.init(path, "De opdracht heeft geen veld «\(name)».", basis: [.names(in: home + ["fields"])])]
    }
    if kind.isSameType(as: field.kind) { return [] }
    let basis = [WorkflowFault.Basis.all(of: home + ["fields", name]), .all(of: self.path + ["facts", fact])]
    return [.init(path, "Het veld heeft een ander type dan het gegeven «\(fact)».", basis: basis)]
  }
}

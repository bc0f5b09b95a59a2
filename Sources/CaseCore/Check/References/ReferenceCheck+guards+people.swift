import OrderedCollections

/// Conditions on whose command it is, and on whose votes there are.
extension ReferenceCheck {
  func sender(_ named: Guard.Subject, command: String?, at path: [String]) -> [WorkflowFault] {
    guard command != nil else {
      return [.init(path + ["sender"], "Hier is geen opdracht, en dus geen afzender.")]
    }
    return organisations(named, command: command, at: path + ["sender"])
  }

  func voted(
    _ decision: String,
    by named: Guard.Subject,
    option: Guard.Subject?,
    command: String?,
    at path: [String]
  ) -> [WorkflowFault] {
    guard command != nil else {
      return [.init(path + ["voted"], "Naar de stem van één organisatie vraagt alleen een opdracht.")]
    }
    guard machine.decisions[decision] != nil else { return [unknownDecision(decision, at: path + ["voted"])] }
    return organisations(named, command: command, at: path + ["by"])
      + (option.map { self.option($0, of: decision, command: command, at: path + ["is"]) } ?? [])
  }

  private func organisations(_ named: Guard.Subject, command: String?, at path: [String]) -> [WorkflowFault] {
    let (kind, faults) = kind(of: named, command: command, at: path)
    guard let kind, !kind.isReference else { return faults }
    return faults + [
      .init(path, "«\(named.name)» noemt geen organisatie.", basis: basis(of: named, command: command))
    ]
  }

  private func option(_ chosen: Guard.Subject, of decision: String, command: String?, at path: [String])
    -> [WorkflowFault]
  {
    let (kind, faults) = kind(of: chosen, command: command, at: path)
    guard let kind else { return faults }
    guard case .choice(let options) = kind else {
      return faults + [.init(path, "«\(chosen.name)» is geen keuze.", basis: basis(of: chosen, command: command))]
    }
    let unknown = options.flatMap { outcome($0.key, of: decision, at: Array(path.dropLast())) }
    guard faults.isEmpty, let first = unknown.first else { return faults }
    return [.init(path, first.message, basis: first.basis + basis(of: chosen, command: command))]
  }

  /// The kind of a fact or a field; `nil` when there is none, which is a fault, or when it could not be read.
  private func kind(of subject: Guard.Subject, command: String?, at path: [String])
    -> (Field.Kind?, [WorkflowFault])
  {
    let definition = command.flatMap { workflow.definition(of: $0)?.definition }
    switch subject {
    case .field(let name): return (definition?.fields[name]?.kind, [])
    case .fact(let name):
      if let fact = machine.facts[name] { return (fact.kind, []) }
      // A field whose kind could not be read was reported; an unknown command is a fault of its own.
      if command != nil, definition == nil || definition?.fields[name] != nil { return (nil, []) }
      let message = "Er is geen gegeven «\(name)», en de opdracht heeft geen veld dat zo heet."
      let fields: [WorkflowFault.Basis] =
        command.flatMap { workflow.definition(of: $0)?.path }.map { [.names(in: $0 + ["fields"])] } ?? []
      return (nil, [.init(path, message, basis: [.names(in: self.path + ["facts"])] + fields)])
    }
  }

  private func basis(of subject: Guard.Subject, command: String?) -> [WorkflowFault.Basis] {
    switch subject {
    case .fact(let name): [.all(of: self.path + ["facts", name])]
    case .field(let name):
      command.flatMap { workflow.definition(of: $0)?.path }.map { [.all(of: $0 + ["fields", name])] } ?? []
    }
  }
}

extension Guard.Subject {
  /// Of the fact or the field.
  var name: String {
    switch self {
    case .fact(let name), .field(let name): name
    }
  }
}

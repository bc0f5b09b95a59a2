import OrderedCollections

/// Proves that every fact can have a value, and that no date on which a deadline runs can be put off without bound.
struct FactCheck: MachineCheck {
  let workflow: Workflow
  let key: String

  func faults() -> [WorkflowFault] { unset() + unbounded() }

  private func unset() -> [WorkflowFault] {
    let places = workflow.places(in: key)
    let written = Set((commands + starters).flatMap(\.fields.keys)).union(places.flatMap(\.transition.assign.keys))
      .union(places.flatMap(\.transition.counts))
    let basis = ["facts", "commands", "start", "on", "states"].map { WorkflowFault.Basis.all(of: path + [$0]) }
    return machine.facts.filter { $1.initial == nil && !written.contains($0) }.map { name, _ in
      .init(path + ["facts", name], "Niets geeft het gegeven «\(name)» een waarde.", basis: basis)
    }
  }

  private var commands: [CommandDefinition] { Array(machine.commands.values) }

  /// The commands that make a child of this machine: their fields are facts of it too.
  private var starts: [(command: String, path: [String])] {
    isRoot
      ? []
      : workflow.places(in: workflow.root).filter { $0.transition.starts.contains { $0.machine == key } }
        .compactMap { place in place.command.map { ($0, place.path) } }
  }

  private var starters: [CommandDefinition] { starts.compactMap { workflow.definition(of: $0.command)?.definition } }

  private func unbounded() -> [WorkflowFault] {
    let dates = Set(machine.deadlines.values.compactMap(\.term.dateFact))
    let names = Array(machine.commands.keys) + starts.map(\.command)
    return names.flatMap { name -> [WorkflowFault] in
      guard let (command, place) = workflow.definition(of: name) else { return [] }
      return command.fields.filter { dates.contains($0) && $1.kind.isUnboundedDate }.map { field, _ in
        let path = place + ["fields", field]
        let message = "Op «\(field)» loopt een termijn: begrens met «within» hoe ver deze datum mag liggen."
        return .init(path, message, basis: [.all(of: path), .all(of: self.path + ["facts", field])])
      }
    }
  }
}

extension Field.Kind {
  fileprivate var isUnboundedDate: Bool { if case .date(within: nil, _) = self { true } else { false } }
}

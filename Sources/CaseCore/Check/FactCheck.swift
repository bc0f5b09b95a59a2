import OrderedCollections

/// Proves that every fact can have a value, and that no date on which a deadline runs can be put off without bound.
struct FactCheck {
  let machine: Machine
  let path: [String]

  func faults() -> [WorkflowFault] { unset() + unbounded() }

  private func unset() -> [WorkflowFault] {
    let written = Set(machine.commands.values.flatMap(\.fields.keys)).union(
      machine.places().flatMap(\.transition.assign.keys)
    )
    let basis = ["facts", "commands", "start", "on", "states"].map { WorkflowFault.Basis.all(of: path + [$0]) }
    return machine.facts.filter { $1.initial == nil && !written.contains($0) }.map { name, _ in
      .init(path + ["facts", name], "Niets geeft het gegeven «\(name)» een waarde.", basis: basis)
    }
  }

  private func unbounded() -> [WorkflowFault] {
    let dates = Set(machine.deadlines.values.compactMap(\.term.fact))
    return machine.commands.flatMap { name, command in
      command.fields.filter { dates.contains($0) && $1.kind.isUnboundedDate }.map { field, _ in
        let path = path + ["commands", name, "fields", field]
        let message = "Op «\(field)» loopt een termijn: begrens met «within» hoe ver deze datum mag liggen."
        return .init(path, message, basis: [.all(of: path), .all(of: self.path + ["facts", field])])
      }
    }
  }
}

extension Deadline.Term {
  fileprivate var fact: String? { if case .fact(let name) = self { name } else { nil } }
}

extension Field.Kind {
  fileprivate var isUnboundedDate: Bool { if case .date(within: nil, _) = self { true } else { false } }
}

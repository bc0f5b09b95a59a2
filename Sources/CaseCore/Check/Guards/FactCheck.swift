import OrderedCollections

/// Proves that a child gets values that its facts can have, and that no date on which a deadline depends can be postponed
/// without bound.
struct FactCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] { mismatched() + unbounded() }

  private var writers: FactWriters { index.writers(of: key) }

  /// Fields of a command of the case that become facts of the child that it makes. Fields of the child's own commands are
  /// checked with the other names.
  private func mismatched() -> [WorkflowFault] {
    writers.fields.compactMap { command, name, field in
      guard machine.commands[command] == nil, let fact = machine.facts[name], !fact.kind.isSameType(as: field.kind),
        let (_, home) = workflow.definition(of: command)
      else { return nil }
      let place = home + ["fields", name]
      let message = "Het veld heeft een ander type dan het gegeven «\(name)» van «\(key)»."
      return .init(place, message, basis: [.all(of: place), .all(of: path + ["facts", name])])
    }
  }

  private func unbounded() -> [WorkflowFault] {
    let dates = Set(machine.deadlines.values.compactMap(\.term.dateFact))
    let written = writers.fields.map { ($0.command, field: $0.name, fact: $0.name, $0.field) }
    let taken = writers.taken.map { ($0.command, field: $0.field, fact: $0.fact, $0.declared) }
    return (written + taken).compactMap { command, name, fact, field in
      guard dates.contains(fact), field.kind.isUnboundedDate, let (_, home) = workflow.definition(of: command) else {
        return nil
      }
      let place = home + ["fields", name]
      let message = "Op «\(fact)» loopt een termijn: begrens met «within» hoe ver deze datum mag liggen."
      return .init(place, message, basis: [.all(of: place), .all(of: path + ["facts", fact])])
    }
  }
}

extension Field.Kind {
  fileprivate var isUnboundedDate: Bool { if case .date(within: nil, _) = self { true } else { false } }
}

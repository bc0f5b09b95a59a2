import OrderedCollections

/// Finds facts that nothing uses. Facts are for guards and deadlines; what people have to read is in the journal. A counted
/// fact is shown to them as well, because no entry has that number.
struct UnreadCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    let writers = index.writers(of: key)
    let conditions = index.conditions(of: key).map(\.guard)
    let read = Set(conditions.flatMap(\.facts) + dates() + joining() + offered() + electorates()).union(
      index.counted(in: key)
    )
    .union(index.setByService(in: key)).union(isRoot ? [workflow.caseType].compactMap(\.self) : [])
    // One fault for each fact: a fact that nothing writes is mended first.
    return machine.facts.filter { !$1.kind.isForPeople && !read.contains($0) && writers.write($0) }.map { name, _ in
      let basis = workflow.machines.keys.map { WorkflowFault.Basis.all(of: ["machines", $0]) }
      return .init(path + ["facts", name], "Niets kijkt ooit naar het gegeven «\(name)».", basis: basis)
    }
  }

  /// The facts that deadlines begin and end on.
  private func dates() -> [String] {
    machine.deadlines.values.flatMap { [$0.term.dateFact, $0.beginsOn].compactMap(\.self) }
  }

  /// The facts that say among whom decisions are taken.
  private func electorates() -> [String] { machine.decisions.values.compactMap(\.among) }

  /// The facts that are proposed as the value of a field.
  private func offered() -> [String] {
    let own = offers(of: machine).filter { !$0.isOfCase }
    let ofParts = isRoot ? workflow.machines.values.flatMap(offers).filter(\.isOfCase) : []
    return (own + ofParts).map(\.fact)
  }

  private func offers(of machine: Machine) -> [Field.Offer] {
    machine.commands.values.flatMap { $0.fields.values.compactMap(\.offer) }
  }

  /// The facts of the case that name who joins at the end of a deadline.
  private func joining() -> [String] {
    guard isRoot else { return [] }
    return workflow.machines.values.flatMap(\.deadlines.values).flatMap(\.allJoins).compactMap { join in
      if case .fact(let name) = join.source { name } else { nil }
    }
  }
}

extension Guard {
  /// The facts that the guard is about.
  fileprivate var facts: [String] {
    switch self {
    case .fact(let name, _), .reached(let name, _), .recent(.fact(let name), _), .sender(.fact(let name)): [name]
    case .voted(_, let named, let option):
      [named, option].compactMap { if case .fact(let name)? = $0 { name } else { nil } }
    default: []
    }
  }
}

extension Field.Kind {
  /// A reference to a child or to another case is for people who read the case.
  fileprivate var isForPeople: Bool {
    switch self {
    case .child, .otherCase: true
    case .list(let kind, _, _): kind.isForPeople
    default: false
    }
  }
}

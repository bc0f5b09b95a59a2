import OrderedCollections

extension ReferenceCheck {
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

  /// The fact that lists who decides.
  func electorate(_ fact: String, at path: [String]) -> [WorkflowFault] {
    guard let kind = machine.facts[fact]?.kind else { return [unknownFact(fact, at: path)] }
    if case .list(let inner, _, _) = kind, inner.isReference { return [] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["facts", fact])]
    return [.init(path, "«\(fact)» is geen lijst van organisaties.", basis: basis)]
  }
}

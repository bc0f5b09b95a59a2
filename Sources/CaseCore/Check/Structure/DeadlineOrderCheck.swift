import OrderedCollections

/// Proves that the order of evaluation does not determine which deadlines run: none depends on itself, directly or indirectly.
struct DeadlineOrderCheck {
  let workflow: Workflow

  func faults() -> [WorkflowFault] {
    workflow.deadlineRanks.cycles.compactMap { cycle in
      guard let first = cycle.first else { return nil }
      let names = (cycle + [first]).map { "«\($0.name)»" }
      let message =
        cycle.count == 1
        ? "Of de termijn \(names[0]) loopt, hangt af van haar eigen verlopen."
        : "Of deze termijnen lopen, hangt in een kring van elkaars verlopen af: \(names.joined(separator: ", "))."
      let basis = cycle.map { WorkflowFault.Basis.all(of: ["machines", $0.machine, "after", $0.name]) }
      return .init(["machines", first.machine, "after", first.name, "guard"], message, basis: basis)
    }
  }
}

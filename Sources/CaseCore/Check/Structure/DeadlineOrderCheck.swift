import OrderedCollections

/// Proves that it does not depend on an order of evaluation which deadlines run: none depends on itself, directly or
/// indirectly.
struct DeadlineOrderCheck {
  let workflow: Workflow

  func faults() -> [WorkflowFault] {
    workflow.deadlineRanks.rings.compactMap { ring in
      guard let first = ring.first else { return nil }
      let names = (ring + [first]).map { "«\($0.name)»" }
      let message =
        ring.count == 1
        ? "Of de termijn \(names[0]) loopt, hangt af van haar eigen verlopen."
        : "Of deze termijnen lopen, hangt in een kring van elkaars verlopen af: \(names.joined(separator: ", "))."
      let basis = ring.map { WorkflowFault.Basis.all(of: ["machines", $0.machine, "after", $0.name]) }
      return .init(["machines", first.machine, "after", first.name, "guard"], message, basis: basis)
    }
  }
}

import OrderedCollections

/// Proves that the order of evaluation does not determine which deadlines run: none depends on itself, directly or indirectly.
struct DeadlineOrderCheck {
  let workflow: Workflow

  func faults() -> [WorkflowFault] {
    workflow.deadlineRanks.cycles.compactMap { cycle in
      guard let first = cycle.first else { return nil }
      let next = cycle.count > 1 ? cycle[1] : first
      let asked = workflow.machines[first.machine]?.deadlines[first.name]?.asked(of: first.machine, root: workflow.root)
      let key = asked?.first { $0.place == next }?.key ?? "guard"
      let basis = cycle.map { WorkflowFault.Basis.all(of: ["machines", $0.machine, "after", $0.name]) }
      return .init(["machines", first.machine, "after", first.name, key], message(cycle, key), basis: basis)
    }
  }

  private func message(_ cycle: [DeadlineRanks.Place], _ key: String) -> String {
    let names = (cycle + cycle.prefix(1)).map { "«\($0.name)»" }
    guard cycle.count == 1 else {
      return
        "Of deze termijnen lopen, hangt in een kring van elkaars verlopen af: \(names.joined(separator: ", "))."
    }
    return switch key {
    case "from": "De termijn \(names[0]) begint na haar eigen einde."
    case "suspend-when": "Of de termijn \(names[0]) stilstaat, hangt af van haar eigen verlopen."
    default: "Of de termijn \(names[0]) loopt, hangt af van haar eigen verlopen."
    }
  }
}

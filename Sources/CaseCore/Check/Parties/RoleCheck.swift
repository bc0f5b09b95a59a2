import OrderedCollections

/// Finds roles that nothing in the workflow names.
struct RoleCheck {
  let index: WorkflowIndex
  private var workflow: Workflow { index.workflow }

  func faults() -> [WorkflowFault] {
    let used = Set(workflow.machines.keys.flatMap(names))
    return workflow.roles.filter { name, role in role.access.isForCases && !used.contains(name) }.map { name, _ in
      let basis = [WorkflowFault.Basis.all(of: ["roles", name]), .all(of: ["machines"])]
      return .init(["roles", name], "Niets noemt ooit de rol «\(name)».", basis: basis)
    }
  }

  private func names(of key: String) -> [String] {
    let check = PartyCheck(index: index, key: key)
    let machine = check.machine
    let commands = machine.commands.values.flatMap { $0.roles + $0.fields.values.flatMap(\.kind.askedRoles) }
    let facts = machine.facts.values.flatMap(\.kind.askedRoles)
    let joins = index.places(in: key).map(\.transition).flatMap { $0.joins.map(\.role) + $0.starts.map(\.role) }
    let byClock = machine.deadlines.values.flatMap(\.allJoins).map(\.role)
    return commands + facts + (joins + byClock).compactMap(\.self) + check.mentions().map(\.role)
  }
}

extension Role.Access {
  /// A role that oversees the cases, or works elsewhere, need not be named.
  fileprivate var isForCases: Bool { self != .oversight && self != .none }
}

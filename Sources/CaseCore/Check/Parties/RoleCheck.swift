import OrderedCollections

/// Finds roles that nothing in the workflow names.
struct RoleCheck {
  let index: WorkflowIndex
  private var workflow: Workflow { index.workflow }

  func faults() -> [WorkflowFault] { unused() + closed() }

  /// Through a party only what opens the case as a whole: receipts and parts are given to one organisation for one purpose.
  private func closed() -> [WorkflowFault] {
    workflow.roles.filter { $1.through != nil && !$1.access.opensCase }.map { name, role in
      let message =
        "Een rol met «access: \(role.access.rawValue)» heeft niemand omdat de organisatie deelneemt (through)."
      return .init(["roles", name, "through"], message, basis: [.all(of: ["roles", name])])
    }
  }

  private func unused() -> [WorkflowFault] {
    let used = Set(workflow.machines.keys.flatMap(names))
    let unused = workflow.roles.filter { name, role in
      role.access.isForCases && !used.contains(name) && (role.through == nil || role.access.opensCase)
    }
    return unused.map { name, _ in
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

import OrderedCollections

/// Finds conditions of taking part that nobody declares or asks, and roles that cannot have any.
struct ConditionCheck {
  let workflow: Workflow

  /// Conditions that a role names and the workflow does not.
  func unknown() -> [WorkflowFault] {
    workflow.roles.flatMap { name, role in
      role.conditions.enumerated().filter { workflow.conditions[$1] == nil }.map { index, condition in
        let message = "De voorwaarde «\(condition)» bestaat niet."
        return .init(["roles", name, "conditions", "\(index)"], message, basis: [.names(in: ["conditions"])])
      }
    }
  }

  func faults() -> [WorkflowFault] { pointless() + unused() + unmandated() }

  /// Who acts for another does so in the case: of what is seen without acting, or in a part alone, nobody has a mandate.
  private func unmandated() -> [WorkflowFault] {
    workflow.roles.filter { $1.isMandated && $1.access != .party }.map { name, role in
      let message = "De rol «\(name)» kan niet in mandaat worden vervuld (access: \(role.access.rawValue))."
      return .init(["roles", name, "mandate"], message, basis: [.all(of: ["roles", name])])
    }
  }

  /// Nobody is invited in a role that oversees, is told alone, or works elsewhere.
  private func pointless() -> [WorkflowFault] {
    workflow.roles.filter { !$1.conditions.isEmpty && $1.access != .party && $1.access != .part }.map { name, role in
      let message =
        "In de rol «\(name)» wordt niemand uitgenodigd (access: \(role.access.rawValue)): zij stelt geen voorwaarden."
      return .init(["roles", name, "conditions"], message, basis: [.all(of: ["roles", name])])
    }
  }

  private func unused() -> [WorkflowFault] {
    let asked = Set(workflow.roles.values.flatMap(\.conditions))
    return workflow.conditions.keys.filter { !asked.contains($0) }.map { name in
      .init(["conditions", name], "Geen rol stelt de voorwaarde «\(name)».", basis: [.all(of: ["roles"])])
    }
  }
}

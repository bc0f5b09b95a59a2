import CaseCore
import OrderedCollections

/// What each role of each organisation sees of a case, of those that may know of it.
///
/// It is what ``Visibility`` and ``CaseView`` show somebody who acts in that role alone; somebody with several roles sees what
/// these see together. The directory is left out: a role that it takes away, or gives back, needs no other rows.
struct RoleViews {
  private(set) var byOrganisation: [String: [String: RoleView]] = [:]
  private let workflow: Workflow
  /// Each with the roles that it has through others too.
  private let parties: [Party]

  init(of instance: Case, by workflow: Workflow) {
    self.workflow = workflow
    parties = instance.root.parties.filter { $0.until == nil }.map { party in
      var party = party
      if workflow.opensCase(to: party.roles) { party.roles.formUnion(workflow.rolesThroughParty) }
      return party
    }
    for party in parties {
      for role in party.roles where readsWhole(role) { add(RoleView(), to: party.organisation, role) }
    }
    var root = RoleView(of: instance.root, by: workflow.rootMachine)
    root.isOpen = true
    show(root, to: workflow.rootMachine?.states[instance.state]?.audience ?? [])
    for child in instance.children.values { show(child) }
  }

  private mutating func show(_ child: Instance) {
    let machine = workflow.machines[child.machine]
    let audience = machine?.states[child.state]?.audience ?? []
    let view = RoleView(of: child, by: machine)
    show(view, to: audience)
    for party in child.parties where party.until == nil {
      let seen = party.roles.isDisjoint(with: audience) ? RoleView() : view
      // As `Decider.part` has it: who acts for an organisation that had no role when the part began holds the role of the part itself.
      for role in party.through.isEmpty ? party.roles : party.through { add(seen, to: party.organisation, role) }
    }
  }

  /// Shows a part of the case to those of its parties who are in the audience.
  private mutating func show(_ view: RoleView, to audience: [String]) {
    for party in parties {
      for role in party.roles where readsWhole(role) && (seesAll(role) || audience.contains(role)) {
        add(view, to: party.organisation, role)
      }
    }
  }

  private mutating func add(_ view: RoleView, to organisation: String, _ role: String) {
    byOrganisation[organisation, default: [:]][role, default: RoleView()].add(view)
  }

  private func readsWhole(_ role: String) -> Bool { workflow.roles[role]?.access.opensCase ?? false }

  private func seesAll(_ role: String) -> Bool { workflow.roles[role]?.access == .oversight }
}

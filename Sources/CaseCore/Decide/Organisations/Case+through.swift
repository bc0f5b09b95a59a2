import OrderedCollections

/// Roles that an organisation has in a case because it takes part there in another; see ``Role/Through``.
extension Case {
  /// Whether an organisation has a role through its part in the case. The directory gives it the role, and it takes part in another one that
  /// opens the case as a whole. A role of oversight stays when that other one ends: what the organisation did with the case is still overseen.
  public func gives(_ role: String, to organisation: String, of workflow: Workflow, by directory: Directory) -> Bool {
    guard let definition = workflow.roles[role], definition.through == .party, directory.grants(role, to: organisation)
    else { return false }
    return root.parties.contains { party in
      guard party.organisation == organisation else { return false }
      if definition.access == .oversight { return workflow.opensCase(to: party.roles) }
      return party.until == nil && workflow.opensCase(to: directory.counted(party))
    }
  }
}

extension Workflow {
  /// Whether an organisation has a role through its part in another.
  package func isThroughParty(_ role: String) -> Bool { roles[role]?.through == .party }

  /// Whether one of the roles in which an organisation joined opens the case as a whole.
  package func opensCase(to roles: Set<String>) -> Bool {
    roles.contains { self.roles[$0]?.access.opensCase == true && !isThroughParty($0) }
  }

  /// The roles that are held through a party, in the order of the workflow.
  package var rolesThroughParty: [String] { roles.filter { $1.through == .party }.map(\.key) }
}

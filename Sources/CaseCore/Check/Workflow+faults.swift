import OrderedCollections

extension Workflow {
  /// All that makes the workflow unsound by its form; empty means that it may be used. What only shows when cases run, is
  /// found by exploring it.
  ///
  /// What is proved: every name that is used is declared; every command, transition and deadline rests on a ground; every
  /// state can be reached and an end can be reached from it; every state that waits is bounded by a deadline that no guard
  /// can switch off, that cannot stand still there, and that no case can put off without bound; a deadline leads nowhere but
  /// into a review state, also in the case and its children; every role that is told or may do something can come to take
  /// part, and of those that are addressed in a state someone can be there by then; every transition can be taken, and no
  /// condition asks for what can never be; whether a deadline runs depends on nothing that depends on it; what only a joint
  /// decision may lead to, nothing else does; every role, decision and changing fact that is declared comes to something.
  public func faults() -> [WorkflowFault] {
    let index = WorkflowIndex(self)
    var faults: [WorkflowFault] = []
    if roles.isEmpty { faults.append(WorkflowFault(["roles"], "Een werkstroom heeft ten minste één rol.")) }
    let references = machines.keys.flatMap { ReferenceCheck(index: index, key: $0).faults() }
    guard machines[root] != nil else {
      // Without the case itself nothing more can be said of how the machines fit together.
      let unknown = WorkflowFault(["root"], "De machine «\(root)» bestaat niet.", basis: [.names(in: ["machines"])])
      return faults + [unknown] + references
    }
    let family = machines.keys.flatMap { FamilyCheck(index: index, key: $0).faults() }
    let shape =
      machines.keys.flatMap { self.shape(of: $0, index) } + RoleCheck(index: index).faults() + caseTypeFaults()
      + DeadlineOrderCheck(workflow: self).faults()
    // Who has a part in a child that never comes to be, is never there either.
    let parties = machines.keys.flatMap { PartyCheck(index: index, key: $0).faults() }.filter { fault in
      !family.contains { fault.mayFollow(from: $0.path) }
    }
    // A transition to a state whose name is misspelt also leaves the real one unreachable: that is one fault, not two.
    let unknown = references.filter(\.isUnknownName).map(\.path)
    return faults + references
      + (family + shape + parties).filter { fault in !unknown.contains(where: fault.mayFollow) }
  }

  private func caseTypeFaults() -> [WorkflowFault] {
    guard let caseType, caseTypes.isEmpty else { return [] }
    let facts = ["machines", root, "facts"]
    guard rootMachine?.facts[caseType] != nil else {
      return [.init(["case-type"], "De zaak heeft geen gegeven «\(caseType)».", basis: [.names(in: facts)])]
    }
    let message = "Het type van een zaak is een keuze (choice); «\(caseType)» is dat niet."
    return [.init(["case-type"], message, basis: [.all(of: facts + [caseType])])]
  }

  /// What is wrong with the shape of a machine, when all names are right.
  private func shape(of key: String, _ index: WorkflowIndex) -> [WorkflowFault] {
    StructureCheck(index: index, key: key).faults() + DeadlineCheck(index: index, key: key).faults()
      + TransitionCheck(index: index, key: key).faults() + DecisionCheck(index: index, key: key).faults()
      + FactCheck(index: index, key: key).faults() + UseCheck(index: index, key: key).faults()
      + GuardCheck(index: index, key: key).faults() + PresenceCheck(index: index, key: key).faults()
      + StandstillCheck(index: index, key: key).faults() + UnreadCheck(index: index, key: key).faults()
  }
}

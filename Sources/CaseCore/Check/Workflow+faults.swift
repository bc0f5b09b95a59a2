import OrderedCollections

extension Workflow {
  /// All that makes the workflow unsound by its form; empty means that it may be used. What only shows when cases run, is
  /// found by exploring it.
  ///
  /// What is proved: every name that is used is declared; every command, transition and deadline rests on a ground; every
  /// state can be reached and an end can be reached from it; every state that waits is bounded by a deadline that no guard
  /// can switch off, and no case can put off without bound; a deadline leads nowhere but into a review state; every role
  /// that is told or may do something can come to take part; every transition can be taken; what only a joint decision may
  /// lead to, nothing else does.
  public func faults() -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if roles.isEmpty { faults.append(WorkflowFault(["roles"], "Een werkstroom heeft ten minste één rol.")) }
    if machines[root] == nil {
      faults.append(WorkflowFault(["root"], "De machine «\(root)» bestaat niet.", basis: [.names(in: ["machines"])]))
    }
    for key in machines.keys { faults += self.faults(of: key) }
    return faults
  }

  private func faults(of key: String) -> [WorkflowFault] {
    let references = ReferenceCheck(workflow: self, key: key).faults()
    // Without the case itself nothing more can be said of how the machines fit together.
    if machines[root] == nil { return references }
    let structure =
      FamilyCheck(workflow: self, key: key).faults() + StructureCheck(workflow: self, key: key).faults()
      + DeadlineCheck(workflow: self, key: key).faults() + TransitionCheck(workflow: self, key: key).faults()
      + PartyCheck(workflow: self, key: key).faults() + DecisionCheck(workflow: self, key: key).faults()
      + FactCheck(workflow: self, key: key).faults()
    // A transition to a state whose name is misspelt also leaves the real one unreachable: that is one fault, not two.
    return references
      + structure.filter { fault in !references.contains { fault.mayFollow(from: $0.path) && $0.isUnknownName } }
  }
}

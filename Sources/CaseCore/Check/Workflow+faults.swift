import OrderedCollections

extension Workflow {
  /// All that makes the workflow unsound, in the order of its file; empty means that it may be used.
  ///
  /// What is proved: every name that is used is declared; every command, transition and deadline rests on a ground; every
  /// state can be reached and an end can be reached from it; every state that waits is bounded by a deadline that no guard
  /// can switch off; a deadline leads nowhere but into a review state.
  public func faults() -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if roles.isEmpty { faults.append(WorkflowFault(["roles"], "Een werkstroom heeft ten minste één rol.")) }
    guard machines[root] != nil else {
      return faults + [WorkflowFault(["root"], "De machine «\(root)» bestaat niet.")]
    }
    for (key, machine) in machines {
      let path = ["machines", key]
      faults += ReferenceCheck(workflow: self, machine: machine).faults(at: path)
      faults += StructureCheck(machine: machine).faults(at: path)
    }
    return faults
  }
}

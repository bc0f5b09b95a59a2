import OrderedCollections

extension Workflow {
  /// Everything that makes the form of the workflow unsound; empty means that it may be used. Faults that only show when
  /// cases run are found by exploring the workflow.
  ///
  /// It proves that every name that is used is declared; that every command, transition and deadline has a ground; that
  /// every state can be reached and can reach an end; that every state that waits is bounded by a deadline that no guard can
  /// switch off, that cannot be suspended there, and that cannot be postponed without bound; that a deadline leads only into
  /// a review state, also in the case and its children; that every role that is notified or may do something can become a
  /// party, and that some role addressed in a state can be present by then; that every transition can be taken, and no
  /// condition is impossible; that whether a deadline runs does not depend on itself; that a state reserved for a joint
  /// decision is reached by nothing else; that whoever may read votes is told of each change of them; and that every role,
  /// decision and changing fact that is declared is used; that what a field is required by, or offered from, fits it; that what is shared
  /// by name is shared with somebody, and shows to nobody else; and that of another case about the same person nobody can notice anything
  /// but the contact.
  public func faults() -> [WorkflowFault] {
    let index = WorkflowIndex(self)
    var faults: [WorkflowFault] = []
    if roles.isEmpty { faults.append(WorkflowFault(["roles"], "Een werkstroom heeft ten minste één rol.")) }
    let references =
      machines.keys.flatMap {
        ReferenceCheck(index: index, key: $0).faults() + AuthenticationCheck(index: index, key: $0).faults()
      } + ConditionCheck(workflow: self).unknown()
    guard machines[root] != nil else {
      // Without the root machine nothing more can be said of how the machines fit together.
      let unknown = WorkflowFault(["root"], "De machine «\(root)» bestaat niet.", basis: [.names(in: ["machines"])])
      return faults + [unknown] + references
    }
    let matches = MatchCheck(index: index).faults() + MatchSecrecyCheck(index: index).faults()
    let family = machines.keys.flatMap { FamilyCheck(index: index, key: $0).faults() }
    let shape =
      machines.keys.flatMap { self.shape(of: $0, index) } + RoleCheck(index: index).faults() + caseTypeFaults()
      + ConditionCheck(workflow: self).faults()
      + DeadlineOrderCheck(workflow: self).faults() + FormerNameCheck(workflow: self).faults()
    // A role of a child that is never made is never present either.
    let parties = machines.keys.flatMap { PartyCheck(index: index, key: $0).faults() }.filter { fault in
      !family.contains { fault.mayFollow(from: $0.path) }
    }
    // A transition to a misspelt state also leaves the real one unreachable: that is one fault, not two.
    let unknown = (references + matches).filter(\.isUnknownName).map(\.path)
    return faults + references + matches
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

  /// The faults in the shape of a machine, when all names are right.
  private func shape(of key: String, _ index: WorkflowIndex) -> [WorkflowFault] {
    StructureCheck(index: index, key: key).faults() + DeadlineCheck(index: index, key: key).faults()
      + TransitionCheck(index: index, key: key).faults() + DecisionCheck(index: index, key: key).faults()
      + FactCheck(index: index, key: key).faults() + UseCheck(index: index, key: key).faults()
      + GuardCheck(index: index, key: key).faults() + PresenceCheck(index: index, key: key).faults()
      + SuspensionCheck(index: index, key: key).faults() + UnreadCheck(index: index, key: key).faults()
      + RequirementCheck(index: index, key: key).faults() + OfferCheck(index: index, key: key).faults()
      + SharingCheck(index: index, key: key).faults() + TransferCheck(index: index, key: key).faults()
  }
}

import OrderedCollections

extension DeadlineCheck {
  /// Whether it stands still has to be seen at each step of the case, and only then: so a condition of `suspend-when` changes with nothing
  /// but the case itself. A day passes, an administrator changes who holds a role and a sender comes and goes without a step.
  func standstill(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    guard deadline.suspendedWhen != nil else { return [] }
    let path = path + ["suspend-when"]
    return workflow.machines.keys.flatMap(index.conditions).filter {
      $0.path.starts(with: path) && !$0.guard.changesOnlyByStep
    }.map {
      .init($0.path, "Of een termijn stilstaat (suspend-when), hangt alleen af van wat in de zaak staat.")
    }
  }
}

extension Guard {
  /// Of a condition that combines no others: whether its verdict changes only with a step of the case.
  fileprivate var changesOnlyByStep: Bool {
    switch self {
    case .fact, .reached, .visited, .state, .expired, .children: true
    case .all, .any, .not, .root: true
    case .field, .ground, .recent, .decided, .divided, .party, .sender, .voted: false
    }
  }
}

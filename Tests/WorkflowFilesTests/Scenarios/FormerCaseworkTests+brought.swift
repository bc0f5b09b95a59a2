import CaseCore

extension FormerCaseworkTests {
  /// What a move to a version of the casework brings to cases of those before it, over all scenarios. Each line is something that an administrator
  /// sees in the plan, or that people meet in a case that moved; the changelog and the page of the workflow say it too.
  struct Brought {
    /// Why cases stay where they are.
    var staying: Set<String> = []
    /// Terms of a machine that start, end or are counted by another rule.
    var terms: Set<String> = []
    /// Terms that are past as soon as a case in that state has moved.
    var overdue: Set<String> = []
    /// Commands that were accepted and now are not, and by which code they are refused.
    var refused: Set<String> = []
    /// Commands that lead the case to another state than they did.
    var elsewhere: Set<String> = []

    /// By the version that is moved to. When a version is shipped, the tests print what they found and it has no row for: read each line, and ask
    /// of it whether people want it.
    static let by: [String: Brought] = [
      // Some events have to be acknowledged; cases notice nothing.
      "1.2.0": Brought()
    ]

    mutating func add(_ landing: UpgradeOutcome.Landing, of instance: Case) {
      for deadline in landing.deadlines {
        let machine = instance.instance(deadline.name.child)?.machine ?? "-"
        if deadline.effect != .kept { terms.insert("\(machine)/\(deadline.name.name) \(deadline.effect)") }
        if deadline.isOverdueAtOnce { overdue.insert("\(instance.state): \(machine)/\(deadline.name.name)") }
      }
    }
  }
}

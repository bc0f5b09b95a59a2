extension Decider {
  /// What the clock has still to do to the case: each timer that is due fires, in the order of their moments, each in an entry of
  /// its own. Whoever decides on a case decides on what it is after these, so that a term cannot vanish between its moment and
  /// the look of a loop.
  ///
  /// What begins by one of them and is over at once fires too; no timer of a deadline fires twice here, so that this ends.
  /// - Parameter moment: up to which; now, when it is not given.
  public func overdue(in instance: Case, until moment: Instant? = nil) -> [Decision] {
    let end = min(moment ?? now, now)
    // Mostly nothing is: every command and every look asks.
    guard instance.isDue(at: end) else { return [] }
    var decisions: [Decision] = []
    var instance = instance
    var done: Set<Once> = []
    var decider = self
    while let timer = instance.pendingTimers.filter({ $0.at <= end && !done.contains($0.once) }).min() {
      done.insert(timer.once)
      decider = decider.applyingSettings(for: instance)
      let outcome = decider.fire(timer.deadline, generation: timer.generation, timer: timer.number, on: instance)
      // What runs and is no longer a deadline of the workflow does nothing.
      guard case .accepted(let decision) = outcome else { continue }
      decisions.append(decision)
      instance = decision.result
    }
    return decisions
  }

  /// What came over the case and is not in its journal yet, as the entries of it: what came due, and each revision of the
  /// settings since the one that the case is counted by, in the order in which they came. What was due when settings began to
  /// hold is told by those that held before.
  /// - Parameter earlier: the settings that the case is counted by, and those between them and the present ones, in order;
  ///   none, when it is counted by the present ones.
  public func catchUp(_ instance: Case, from earlier: [DeadlineSettings] = []) -> [Decision] {
    var decisions: [Decision] = []
    var instance = instance
    func take(_ more: [Decision]) {
      decisions += more
      instance = more.last?.result ?? instance
    }
    var before = earlier.first
    for next in earlier.dropFirst() + [deadlineSettings] {
      guard let old = before else { break }
      take(with(old).overdue(in: instance, until: next.approvedAt))
      if let change = with(next).recalculate(instance) { take([change.decision]) }
      before = next
    }
    take(overdue(in: instance))
    return decisions
  }
}

/// A timer that fires once in one go, whatever run of its deadline it is of.
private struct Once: Hashable {
  let deadline: DeadlineName
  let kind: RunningDeadline.Timer.Kind
}

extension PendingTimer {
  fileprivate var once: Once { Once(deadline: deadline, kind: kind) }
}

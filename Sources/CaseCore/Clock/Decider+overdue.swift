extension Decider {
  /// What the clock still has to do to the case: each timer that is due fires, in order of their moments, each in an entry
  /// of its own. Everything that decides on a case decides on it as it is after these, so that a deadline cannot disappear
  /// between its moment and the next round of the deadline loop.
  ///
  /// A deadline that begins by one of them and is over at once fires too; no timer of a deadline fires twice here, so this
  /// ends.
  /// - Parameter moment: up to and including this moment; now by default.
  public func overdue(in instance: Case, until moment: Instant? = nil) -> [Decision] {
    let end = min(moment ?? now, now)
    // Usually nothing is due: every command and every read calls this.
    guard instance.isDue(at: end) else { return [] }
    var decisions: [Decision] = []
    var instance = instance
    var done: Set<Once> = []
    var decider = self
    while let timer = instance.pendingTimers.filter({ $0.at <= end && !done.contains($0.once) }).min() {
      done.insert(timer.once)
      decider = decider.applyingSettings(for: instance)
      let outcome = decider.fire(timer.deadline, generation: timer.generation, timer: timer.number, on: instance)
      // A running deadline that the workflow no longer has does nothing.
      guard case .accepted(let decision) = outcome else { continue }
      decisions.append(decision)
      instance = decision.result
    }
    return decisions
  }

  /// The entries that the case is missing: what came due, and each revision of the settings since the one that the case was
  /// recalculated by, in the order in which they happened. What was due when settings took effect is decided by the settings
  /// before them.
  /// - Parameter earlier: the settings that the case was recalculated by, and those between them and the present ones, in
  ///   order; empty when it was recalculated by the present ones.
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

/// A timer that fires at most once in one call, whatever run of its deadline it belongs to.
private struct Once: Hashable {
  let deadline: DeadlineName
  let kind: RunningDeadline.Timer.Kind
}

extension PendingTimer {
  fileprivate var once: Once { Once(deadline: deadline, kind: kind) }
}

extension Decider {
  /// The deadline recalculated by other settings: from where it began, with all that happened to it since, as a new
  /// generation.
  ///
  /// What came before the settings took effect is not done again, however late this is called: warnings and reminders of
  /// before are left out. An expiry that was reported is not reported again, unless the new settings give more time: then
  /// the deadline expires once more.
  /// - Parameter since: when the settings took effect; now by default. What comes after that is still to be reported.
  func recalculated(
    _ running: RunningDeadline,
    by deadline: Deadline,
    generation: Int,
    in instance: Instance,
    since: Instant? = nil
  ) -> RunningDeadline {
    let past = past(of: running, since: since)
    var next = running
    next.generation = generation
    if !next.isRepetition(by: deadline) { next.repetition = nil }
    next = counted(next, by: deadline, in: instance, past: past)
    next.timers.removeAll { $0.isReminder && $0.at <= past }
    if running.passed > running.passedBefore, next.dueAt <= past { next.pass() }
    return next
  }

  /// Whether the same timers are still to come in both runs.
  func isSame(_ running: RunningDeadline, as other: RunningDeadline, since: Instant? = nil) -> Bool {
    let past = past(of: running, since: since)
    return running.dueAt == other.dueAt && coming(running, after: past) == coming(other, after: past)
  }

  /// The moment up to which everything was reported: when the settings took effect, or later when the old settings reported
  /// something while these were being approved.
  private func past(of running: RunningDeadline, since: Instant?) -> Instant {
    let lastFired = running.timers.last { $0.isFired }?.at
    return max(min(since ?? now, now), lastFired ?? .min)
  }

  /// The timers that a new computation would find too; timers of the past that still have to fire are left out.
  private func coming(_ running: RunningDeadline, after past: Instant) -> [RunningDeadline.Timer] {
    running.timers.filter { $0.kind == .expiry || $0.at > past }
      // One that has expired does nothing more, also when its moment is another now.
      .map { $0.kind == .expiry && $0.isFired ? .init(.expiry, at: running.dueAt, isFired: true) : $0 }
  }
}

extension RunningDeadline {
  /// `nil` while it is suspended.
  var expectedDue: Instant? { ledger.isSuspended ? nil : dueAt }

  /// Whether it is overdue and will expire as soon as the case is evaluated.
  func isOverdue(at moment: Instant) -> Bool {
    timers.contains { $0.kind == .expiry && !$0.isFired && $0.at <= moment }
  }

  mutating func pass() {
    for index in timers.indices where timers[index].kind == .expiry { timers[index].isFired = true }
  }
}

extension RunningDeadline.Timer {
  var isReminder: Bool { if case .reminder = kind { true } else { false } }
}

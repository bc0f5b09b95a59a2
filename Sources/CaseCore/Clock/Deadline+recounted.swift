extension Decider {
  /// The deadline counted anew by other settings: from where it began, and with all that happened to it since, as a new
  /// generation.
  ///
  /// What came before the settings held is done with, however late it is counted: warnings and reminders of then are left out.
  /// Who was told that it has passed is not told again, unless it gives them more time: then it passes once more.
  /// - Parameter since: from when on the settings hold; now, when it is not given. What comes after that is still to be told.
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

  /// Whether two runs have the same still to come.
  func isSame(_ running: RunningDeadline, as other: RunningDeadline, since: Instant? = nil) -> Bool {
    let past = past(of: running, since: since)
    return running.dueAt == other.dueAt && coming(running, after: past) == coming(other, after: past)
  }

  /// Until when all is told: when the settings began to hold, or later, where something was told by the old ones while they were
  /// being approved.
  private func past(of running: RunningDeadline, since: Instant?) -> Instant {
    let told = running.timers.last { $0.isFired }?.at
    return max(min(since ?? now, now), told ?? .min)
  }

  /// What a count from now would find as well: what is past and waits to be done is not in question.
  private func coming(_ running: RunningDeadline, after past: Instant) -> [RunningDeadline.Timer] {
    running.timers.filter { $0.kind == .expiry || $0.at > past }
      // One that has passed does nothing more, whether its moment is another now or not.
      .map { $0.kind == .expiry && $0.isFired ? .init(.expiry, at: running.dueAt, isFired: true) : $0 }
  }
}

extension RunningDeadline {
  /// `nil` while it stands still.
  var expectedDue: Instant? { ledger.isSuspended ? nil : dueAt }

  /// Whether it expires as soon as somebody looks.
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

import OrderedCollections

extension MoveBuilder {
  /// In the order of ``Workflow/deadlineRanks``, because guards ask about deadlines here too.
  mutating func moveDeadlines() {
    for (child, part) in instance.instances {
      let new = to.machines[part.machine]?.deadlines ?? [:]
      for name in part.deadlines.keys.sorted() where new[name] == nil { end(DeadlineName(name, child: child)) }
    }
    let ranks = to.deadlineRanks
    for rank in ranks.all {
      for (child, part) in instance.instances {
        guard let former = original.instance(child)?.machine, let old = from.machines[former],
          let new = to.machines[part.machine]
        else { continue }
        let names = Dictionary(move.names(of: former).deadlines.map { ($1, $0) }) { first, _ in first }
        for (name, deadline) in new.deadlines where ranks[name, of: part.machine] == rank {
          move(deadline, DeadlineName(name, child: child), from: old.deadlines[names[name] ?? name])
        }
      }
    }
  }

  private mutating func move(_ deadline: Deadline, _ name: DeadlineName, from old: Deadline?) {
    let situation = situation(name, in: instance, of: to)
    switch (situation.focus.deadlines[name.name], deadline.runs(in: situation)) {
    case (nil, false): return
    case (nil, true): start(deadline, name)
    case (_?, false): end(name)
    case (let running?, true): goOn(running, under: deadline, name, from: old)
    }
  }

  private func situation(_ name: DeadlineName, in instance: Case, of version: Workflow) -> Situation {
    Situation(
      instance: instance,
      workflow: version,
      child: name.child,
      today: Amsterdam.date(at: now),
      directory: Directory([])
    )
  }

  private mutating func end(_ name: DeadlineName) {
    let running = instance.instance(name.child)?.deadlines[name.name]
    change(.deadlineEnded(name: name.name), in: name.child)
    deadlines.append(
      DeadlineMove(name: name, effect: .ended, oldDue: running?.expectedDue, newDue: nil, isOverdueAtOnce: false)
    )
  }

  private mutating func start(_ deadline: Deadline, _ name: DeadlineName) {
    guard let part = instance.instance(name.child) else { return }
    let former = deadline.beginsAfter.flatMap { original.instance(name.child)?.deadlines[$0]?.dueAt }
    let end = end(before: deadline, in: part) ?? former
    let fresh = decider.running(name.name, deadline, generation: generation(name), after: end, in: part)
    var next = standing(fresh, name, before: nil, after: deadline)
    if next != fresh { next = decider.counted(next, by: deadline, in: part) }
    next.timers.removeAll { $0.isReminder && $0.at <= now }
    change(.deadlineStarted(name: name.name, next), in: name.child)
    note(name, .started, from: nil, to: next)
  }

  /// Continues the deadline. When the new version computes its timers differently, they are computed again, from where it
  /// began and with all that happened to it since, as a new generation.
  private mutating func goOn(
    _ running: RunningDeadline,
    under deadline: Deadline,
    _ name: DeadlineName,
    from old: Deadline?
  ) {
    guard let part = instance.instance(name.child) else { return }
    var next = standing(running, name, before: old, after: deadline)
    if let end = end(before: deadline, in: part), next.startedAt != deadline.start(after: end) {
      next = next.beginning(at: deadline.start(after: end))
    }
    let names = original.instance(name.child).map { move.names(of: $0.machine) } ?? NewNames()
    if let old, old.isCounted(like: deadline, by: names), next == running {
      return note(name, .kept, from: running, to: running)
    }
    if let fact = deadline.beginsOn, case .date(let day)? = part.facts[fact] {
      next.startedAt = min(running.startedAt, Amsterdam.startOfDay(day))
    }
    next = decider.recalculated(next, by: deadline, generation: generation(name), in: part)
    change(.deadlineEnded(name: name.name), in: name.child)
    change(.deadlineStarted(name: name.name, next), in: name.child)
    note(name, .changed, from: running, to: next)
  }

  /// The end of the running deadline after which this one begins.
  private func end(before deadline: Deadline, in part: Instance) -> Instant? {
    deadline.beginsAfter.flatMap { part.deadlines[$0]?.dueAt }
  }

  private func generation(_ name: DeadlineName) -> Int {
    (instance.instance(name.child)?.generations[name.name] ?? 0) + 1
  }

  /// Suspends or resumes the deadline where only one of the versions suspends it as the case is. What a command suspended is
  /// only resumed by a command; where the new version has a condition for it, which takes no commands, it goes by that.
  private func standing(
    _ running: RunningDeadline,
    _ name: DeadlineName,
    before: Deadline?,
    after: Deadline
  ) -> RunningDeadline {
    let stands = after.standsStill(in: situation(name, in: instance, of: to))
    let stood = before?.standsStill(in: situation(name, in: original, of: from)) ?? false
    let moment = max(now, running.ledger.entries.last?.at ?? running.startedAt)
    var next = running
    // It only refuses entries that are out of order, which was checked.
    if stands, !running.ledger.isSuspended, running.passed == 0 {
      try? next.ledger.append(.suspended(at: moment))
    } else if stood || after.suspendedWhen != nil, !stands, running.ledger.isSuspended {
      try? next.ledger.append(.resumed(at: moment))
    }
    return next
  }

  private mutating func note(
    _ name: DeadlineName,
    _ effect: DeadlineMove.Effect,
    from old: RunningDeadline?,
    to next: RunningDeadline
  ) {
    deadlines.append(
      DeadlineMove(
        name: name,
        effect: effect,
        oldDue: old?.expectedDue,
        newDue: next.expectedDue,
        isOverdueAtOnce: effect != .kept && next.isOverdue(at: now)
      )
    )
  }
}

extension Deadline {
  /// Whether a run of this deadline has the same moments as one of the other. Labels, sources, roles and the effects of
  /// expiry are looked up when they are needed, so a run can continue under others.
  /// - Parameter names: what the facts and deadlines of this version are called in that of the other.
  fileprivate func isCounted(like other: Deadline, by names: NewNames) -> Bool {
    term.renamed(by: names) == other.term && beginsOn.map { names.facts[$0] ?? $0 } == other.beginsOn
      && beginsAfter.map { names.deadlines[$0] ?? $0 } == other.beginsAfter && calendar == other.calendar
      && warnings.map(\.before) == other.warnings.map(\.before)
      && reminders.map(\.after) == other.reminders.map(\.after)
  }
}

extension Deadline.Term {
  fileprivate func renamed(by names: NewNames) -> Self {
    if case .fact(let name) = self { .fact(names.facts[name] ?? name) } else { self }
  }
}

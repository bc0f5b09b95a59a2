import OrderedCollections

extension MoveDraft {
  mutating func moveDeadlines() {
    for (child, part) in instance.instances {
      guard let old = move.from.machines[part.machine], let new = move.to.machines[part.machine] else { continue }
      for name in part.deadlines.keys.sorted() where new.deadlines[name] == nil {
        end(DeadlineName(name, child: child))
      }
      for (name, deadline) in new.deadlines {
        move(deadline, DeadlineName(name, child: child), from: old.deadlines[name])
      }
    }
  }

  private mutating func move(_ deadline: Deadline, _ name: DeadlineName, from old: Deadline?) {
    let situation = Situation(
      instance: instance,
      workflow: move.to,
      child: name.child,
      today: Amsterdam.date(at: now)
    )
    switch (situation.focus.deadlines[name.name], deadline.runs(in: situation)) {
    case (nil, false): return
    case (nil, true): start(deadline, name)
    case (_?, false): end(name)
    case (let running?, true): goOn(running, under: deadline, name, from: old)
    }
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
    let fresh = decider.running(deadline, generation: generation(name), in: part)
    let next = counted(standing(fresh, before: nil, after: deadline, in: part), by: deadline, in: part)
    change(.deadlineStarted(name: name.name, next), in: name.child)
    note(name, .started, from: nil, to: next)
  }

  /// The deadline goes on. When the moments at which it does something are found in another way, they are found anew, from
  /// where it began and with all that happened to it since, as a new generation.
  private mutating func goOn(
    _ running: RunningDeadline,
    under deadline: Deadline,
    _ name: DeadlineName,
    from old: Deadline?
  ) {
    guard let part = instance.instance(name.child) else { return }
    var next = standing(running, before: old, after: deadline, in: part)
    if let old, old.isCounted(like: deadline), next == running {
      return note(name, .kept, from: running, to: running)
    }
    if let fact = deadline.beginsOn, case .date(let day)? = part.facts[fact] {
      next.startedAt = min(running.startedAt, Amsterdam.startOfDay(day))
    }
    next.generation = generation(name)
    next = counted(next, by: deadline, in: part)
    // Who was told that it has passed is not told again, unless it gives them more time.
    if running.passed > running.passedBefore, next.dueAt <= now { next.pass() }
    change(.deadlineEnded(name: name.name), in: name.child)
    change(.deadlineStarted(name: name.name, next), in: name.child)
    note(name, .changed, from: running, to: next)
  }

  private func generation(_ name: DeadlineName) -> Int {
    (instance.instance(name.child)?.generations[name.name] ?? 0) + 1
  }

  /// As the engine counts it. Reminders whose moment has passed are left out, as warnings are.
  private func counted(_ running: RunningDeadline, by deadline: Deadline, in part: Instance) -> RunningDeadline {
    var counted = decider.counted(running, by: deadline, in: part)
    counted.rungs.removeAll { $0.isReminder && $0.at <= now }
    return counted
  }

  /// Lets it stand still, or go on, where only one of the versions has it stand still in the state. What a command let
  /// stand still goes on by a command alone.
  private func standing(
    _ running: RunningDeadline,
    before: Deadline?,
    after: Deadline,
    in part: Instance
  ) -> RunningDeadline {
    let stands = after.suspendedIn.contains(part.state)
    let stood = before?.suspendedIn.contains { (move.states(of: part.machine)[$0] ?? $0) == part.state } ?? false
    let moment = max(now, running.ledger.entries.last?.at ?? running.startedAt)
    var next = running
    // It refuses only what is out of order, and that was looked at.
    if stands, !running.ledger.isSuspended, running.passed == 0 {
      try? next.ledger.append(.suspended(at: moment))
    } else if stood, !stands, running.ledger.isSuspended {
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
    let isOverdue = next.rungs.contains { $0.kind == .expiry && !$0.isFired && $0.at <= now }
    deadlines.append(
      DeadlineMove(
        name: name,
        effect: effect,
        oldDue: old?.expectedDue,
        newDue: next.expectedDue,
        isOverdueAtOnce: isOverdue && effect != .kept
      )
    )
  }
}

extension RunningDeadline {
  /// `nil` while it stands still.
  fileprivate var expectedDue: Instant? { ledger.isSuspended ? nil : dueAt }

  fileprivate mutating func pass() {
    for index in rungs.indices where rungs[index].kind == .expiry { rungs[index].isFired = true }
  }
}

extension RunningDeadline.Rung {
  fileprivate var isReminder: Bool { if case .reminder = kind { true } else { false } }
}

extension Deadline {
  /// Whether a run of this deadline has the same moments as one of the other. Labels, sources, roles and what happens on
  /// expiry are looked up when they are needed, so a run can go on under others.
  fileprivate func isCounted(like other: Deadline) -> Bool {
    term == other.term && beginsOn == other.beginsOn && warnings.map(\.before) == other.warnings.map(\.before)
      && reminders.map(\.after) == other.reminders.map(\.after)
  }
}

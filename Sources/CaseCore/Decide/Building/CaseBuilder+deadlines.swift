import OrderedCollections

extension CaseBuilder {
  /// Starts, restarts, suspends and ends deadlines, so that exactly those run whose states and guard hold now: in the case,
  /// and in each of its children while the case itself has not ended. A deadline whose guard asks about another is updated
  /// after that one, so the order in the file does not matter.
  mutating func updateDeadlines() {
    applySettings()
    let isOver = machine(of: nil).states[instance.state]?.isFinal ?? false
    let ranks = workflow.deadlineRanks
    for rank in ranks.all {
      for (child, part) in instance.instances {
        for (name, deadline) in machine(of: child).deadlines where ranks[name, of: part.machine] == rank {
          update(deadline, DeadlineName(name, child: child), isOver: isOver && child != nil)
        }
      }
    }
  }

  private mutating func update(_ deadline: Deadline, _ name: DeadlineName, isOver: Bool) {
    guard let now = instance.instance(name.child) else { return }
    let runs = !isOver && deadline.runs(in: now.state, situation(name.child))
    let current = now.deadlines[name.name]
    let dates = [deadline.term.dateFact, deadline.beginsOn].compactMap { $0 }
    let moved = dates.contains { now.facts[$0] != before.instance(name.child)?.facts[$0] }
    if runs != (current != nil) || restarts.contains(name) || moved {
      if current != nil { change(.deadlineEnded(name: name.name), in: name.child) }
      // Another day does not lift a suspension, and gives no extra extension.
      let former = restarts.contains(name) ? nil : current
      if runs {
        let end = deadline.beginsAfter.flatMap { self.end(of: $0, in: name.child) }
        start(decider.running(name.name, deadline, from: former, after: end, in: now), name)
      }
    } else if runs {
      followEnd(deadline, name)
    }
    if runs { follow(deadline, name) }
  }

  /// The end of a deadline, as it is counted now; of one that ran until this step, as it was counted then.
  private func end(of deadline: String, in child: String?) -> Instant? {
    (instance.instance(child)?.deadlines[deadline] ?? before.instance(child)?.deadlines[deadline])?.dueAt
  }

  /// Where a deadline begins that begins after the end of another, when that end is another than before the step.
  private func movedStart(_ deadline: Deadline, _ name: DeadlineName) -> Instant? {
    guard let other = deadline.beginsAfter,
      let end = instance.instance(name.child)?.deadlines[other]?.dueAt,
      end != before.instance(name.child)?.deadlines[other]?.dueAt
    else { return nil }
    return deadline.start(after: end)
  }

  /// Counts it from where it begins by now, with what happened to it since.
  private mutating func followEnd(_ deadline: Deadline, _ name: DeadlineName) {
    guard let start = movedStart(deadline, name), let part = instance.instance(name.child),
      let running = part.deadlines[name.name], running.startedAt != start
    else { return }
    let next = decider.recalculated(
      running.beginning(at: start),
      by: deadline,
      generation: running.generation,
      in: part
    )
    change(.deadlineEnded(name: name.name), in: name.child)
    self.start(next, name)
  }

  /// Suspends the deadline where and while the workflow says so, and only then.
  private mutating func follow(_ deadline: Deadline, _ name: DeadlineName) {
    guard deadline.mayStandStillByItself else { return }
    guard let current = instance.instance(name.child)?.deadlines[name.name] else { return }
    let stands = deadline.standsStill(in: situation(name.child))
    let stood =
      before.instance(name.child) != nil && deadline.standsStill(in: decider.situation(of: before, child: name.child))
    // A suspension does not undo an expiry.
    if stands, !current.ledger.isSuspended, !current.hasEnded(at: decider.now) {
      enter(.suspended(at: moment(current)), deadline, name, current)
    } else if stood, !stands, current.ledger.isSuspended {
      enter(.resumed(at: moment(current)), deadline, name, current)
    }
  }

  private mutating func enter(
    _ entry: Ledger.Entry,
    _ deadline: Deadline,
    _ name: DeadlineName,
    _ current: RunningDeadline
  ) {
    // The ledger only refuses entries that are out of order, which was checked. If it refused all the same, the deadline
    // would run on: a mistake makes no term longer.
    guard let next = try? current.adding(entry) else { return }
    goOn(next, deadline, name)
  }

  // MARK: - What a transition does to a deadline that runs

  mutating func hold(_ name: String, in child: String?, validated: ValidatedCommand) throws(Refusal) {
    let (deadline, current) = try running(name, in: child, validated: validated)
    guard !current.ledger.isSuspended else {
      throw .broken(.deadlineSuspended(deadline.label))
    }
    try requireOpen(current, deadline, validated)
    try enter(
      .suspended(at: moment(current)),
      deadline,
      DeadlineName(name, child: child),
      current,
      validated: validated
    )
  }

  mutating func go(on name: String, in child: String?, validated: ValidatedCommand) throws(Refusal) {
    let (deadline, current) = try running(name, in: child, validated: validated)
    guard current.ledger.isSuspended else {
      throw .broken(.deadlineNotSuspended(deadline.label))
    }
    try enter(.resumed(at: moment(current)), deadline, DeadlineName(name, child: child), current, validated: validated)
  }

  mutating func extend(_ extra: Transition.Extension, in child: String?, validated: ValidatedCommand) throws(Refusal) {
    let (deadline, current) = try running(extra.deadline, in: child, validated: validated)
    try requireOpen(current, deadline, validated)
    guard current.ledger.extensions < extra.most else {
      throw .broken(.extensionLimit(deadline.label, most: extra.most))
    }
    let entry = Ledger.Entry.extended(by: extra.by, at: moment(current))
    try enter(entry, deadline, DeadlineName(extra.deadline, child: child), current, validated: validated)
  }

  private func running(_ name: String, in child: String?, validated: ValidatedCommand) throws(Refusal) -> (
    Deadline, RunningDeadline
  ) {
    guard let deadline = machine(of: child).deadlines[name], let running = instance.instance(child)?.deadlines[name]
    else {
      throw .broken(.deadlineNotRunning(machine(of: child).deadlines[name]?.label ?? name))
    }
    return (deadline, running)
  }

  private func requireOpen(_ current: RunningDeadline, _ deadline: Deadline, _ validated: ValidatedCommand)
    throws(Refusal)
  {
    guard !current.hasEnded(at: decider.now) else {
      throw .broken(.deadlinePassed(deadline.label))
    }
  }

  /// Now, or later when the clock was set back since the last entry, because a ledger is in order of time.
  private func moment(_ running: RunningDeadline) -> Instant {
    max(decider.now, running.ledger.entries.last?.at ?? running.startedAt)
  }

  /// Adds to the ledger, or throws why that is impossible, so that what is accepted has its effect.
  private mutating func enter(
    _ entry: Ledger.Entry,
    _ deadline: Deadline,
    _ name: DeadlineName,
    _ current: RunningDeadline,
    validated: ValidatedCommand
  ) throws(Refusal) {
    let next: RunningDeadline
    do throws(DeadlineError) {
      next = try current.adding(entry)
      if case .length(let rule) = deadline.term { _ = try decider.due(rule, next, by: deadline) }
    } catch {
      throw .broken(.deadlineNotCountable(deadline.label, error))
    }
    goOn(next, deadline, name)
  }

  /// Continues the deadline as a new generation, so that the timers of the old moments no longer count.
  private mutating func goOn(_ running: RunningDeadline, _ deadline: Deadline, _ name: DeadlineName) {
    guard let instance = instance.instance(name.child) else { return }
    let next = decider.counted(running, by: deadline, in: instance)
    change(.deadlineEnded(name: name.name), in: name.child)
    start(next, name)
  }

  private mutating func start(_ running: RunningDeadline, _ name: DeadlineName) {
    var running = running
    running.generation = (instance.instance(name.child)?.generations[name.name] ?? 0) + 1
    change(.deadlineStarted(name: name.name, running), in: name.child)
  }
}

extension Ledger {
  var extensions: Int {
    entries.count { if case .extended = $0 { true } else { false } }
  }
}

extension RunningDeadline {
  fileprivate func adding(_ entry: Ledger.Entry) throws(DeadlineError) -> RunningDeadline {
    var next = self
    try next.ledger.append(entry)
    return next
  }
}

extension CaseBuilder {
  /// Recalculates the running deadlines by the present settings. Deadlines that these leave out end; deadlines that they add
  /// start with ``updateDeadlines()``.
  /// - Parameter since: when the settings took effect; now by default.
  mutating func recalculate(since: Instant? = nil) {
    let ranks = workflow.deadlineRanks
    for rank in ranks.all {
      for (child, part) in instance.instances {
        for name in part.deadlines.keys.sorted() where ranks[name, of: part.machine] == rank {
          recalculate(DeadlineName(name, child: child), since: since)
        }
      }
    }
  }

  private mutating func recalculate(_ name: DeadlineName, since: Instant?) {
    guard let part = instance.instance(name.child), let running = part.deadlines[name.name] else { return }
    guard let deadline = machine(of: name.child).deadlines[name.name] else {
      return change(.deadlineEnded(name: name.name), in: name.child)
    }
    let generation = (part.generations[name.name] ?? 0) + 1
    let begun = movedStart(deadline, name).map(running.beginning) ?? running
    let next = decider.recalculated(begun, by: deadline, generation: generation, in: part, since: since)
    guard !decider.isSame(running, as: next, since: since) else { return }
    change(.deadlineEnded(name: name.name), in: name.child)
    change(.deadlineStarted(name: name.name, next), in: name.child)
  }
}

import OrderedCollections

/// A move in the making: the case as it would become, the changes that make it so, and what is to be told of its deadlines.
struct MoveDraft {
  let move: VersionMove
  let now: Instant
  private(set) var instance: Case
  private(set) var changes: [Change] = []
  private(set) var deadlines: [DeadlineMove] = []

  init(_ instance: Case, move: VersionMove, now: Instant) {
    self.move = move
    self.now = now
    self.instance = instance
  }

  private mutating func change(_ change: Change) {
    instance.apply(change)
    changes.append(change)
  }

  mutating func rename() {
    change(.migrated(version: move.to.version, states: move.states))
  }

  /// A case that begins under the new version has these from the start; its guards count on them.
  mutating func addFacts() {
    for (name, fact) in move.new.facts where instance.facts[name] == nil {
      if let initial = fact.initial { change(.set(fact: name, value: initial)) }
    }
  }

  mutating func moveDeadlines() {
    for name in instance.deadlines.keys.sorted() where move.new.deadlines[name] == nil { end(name) }
    for (name, deadline) in move.new.deadlines {
      let runs = deadline.runs(in: instance, machine: move.new)
      switch (instance.deadlines[name], runs) {
      case (nil, false): continue
      case (nil, true): start(deadline, name)
      case (_?, false): end(name)
      case (let running?, true): go(on: running, deadline, name)
      }
    }
  }

  private mutating func end(_ name: String) {
    let due = instance.deadlines[name]?.dueAt
    change(.deadlineEnded(name: name))
    deadlines.append(DeadlineMove(name: name, effect: .ended, oldDue: due, newDue: nil))
  }

  private mutating func start(_ deadline: Deadline, _ name: String) {
    let next = run(deadline, name, since: now)
    change(.deadlineStarted(name: name, next))
    note(name, .started, oldDue: nil, next)
  }

  private mutating func go(on running: RunningDeadline, _ deadline: Deadline, _ name: String) {
    guard let before = move.old.deadlines[name], !before.isCounted(like: deadline) else {
      return deadlines.append(
        DeadlineMove(name: name, effect: .kept, oldDue: running.dueAt, newDue: running.dueAt)
      )
    }
    var next = run(deadline, name, since: running.startedAt)
    // Who was told that it has passed is not told again, unless it gives them more time.
    let wasTold = running.rungs.last?.isFired ?? false
    if wasTold, next.dueAt <= now { next.rungs[next.rungs.count - 1].isFired = true }
    change(.deadlineEnded(name: name))
    change(.deadlineStarted(name: name, next))
    note(name, .changed, oldDue: running.dueAt, next)
  }

  /// The deadline as it would run had it begun at `start` under the new version. Warnings whose moment has passed are left
  /// out, as they are for a deadline that begins too late for them.
  private func run(_ deadline: Deadline, _ name: String, since start: Instant) -> RunningDeadline {
    let then = Decider(workflow: move.to, directory: Directory([]), calendar: move.calendar, now: start)
    var next = then.running(deadline, generation: instance.generations[name, default: 0] + 1, in: instance)
    next.rungs = next.rungs.dropLast().filter { $0.at > now } + next.rungs.suffix(1)
    return next
  }

  private mutating func note(_ name: String, _ effect: DeadlineMove.Effect, oldDue: Instant?, _ next: RunningDeadline) {
    deadlines.append(
      DeadlineMove(
        name: name,
        effect: effect,
        oldDue: oldDue,
        newDue: next.dueAt,
        isOverdueAtOnce: next.rungs.last.map { !$0.isFired && $0.at <= now } ?? false
      )
    )
  }
}

extension Deadline {
  /// Whether a run of this deadline has the same moments as one of the other. Labels, sources, roles and what happens on
  /// expiry are looked up when they are needed, so a run can go on under others.
  fileprivate func isCounted(like other: Deadline) -> Bool {
    term == other.term && warnings.map(\.before) == other.warnings.map(\.before)
  }
}

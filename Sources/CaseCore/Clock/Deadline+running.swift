import OrderedCollections

extension Deadline {
  func runs(in situation: Situation) -> Bool { runs(in: situation.focus.state, situation) }

  /// - Parameter situation: looked at in its states only.
  func runs(in state: String, _ situation: @autoclosure () -> Situation) -> Bool {
    guard states.contains(state) else { return false }
    return self.guard.map { situation().holds($0) } ?? true
  }

  /// Whether it is suspended without a command that says so.
  var mayStandStillByItself: Bool { !suspendedIn.isEmpty || suspendedWhen != nil }

  /// Whether it stands still there by itself, as long as its end has not come.
  package func standsStill(in situation: Situation) -> Bool {
    suspendedIn.contains(situation.focus.state) || (suspendedWhen.map(situation.holds) ?? false)
  }

  /// The roles that a timer notifies.
  package func roles(of timer: RunningDeadline.Timer.Kind) -> [String] {
    switch timer {
    case .warning(let index): warnings.indices.contains(index) ? warnings[index].roles : []
    case .expiry: roles
    case .reminder(let index): reminders.indices.contains(index) ? reminders[index].roles : []
    }
  }

  /// The day of the case on which the deadline begins, if it begins on one.
  func firstDay(in instance: Instance) -> CivilDate? {
    guard let beginsOn, case .date(let day)? = instance.facts[beginsOn] else { return nil }
    return day
  }

  /// The day by which the run expires once.
  func dayOfRun(_ running: RunningDeadline, in instance: Instance) -> CivilDate? {
    beginsAfter == nil ? firstDay(in: instance) : Amsterdam.date(at: running.startedAt)
  }

  /// Where a term begins that begins after the end of another.
  /// - Parameter end: the first moment at which the other is over.
  func start(after end: Instant) -> Instant { term.isInHours ? end : end.adding(microseconds: -1) }

  /// The type of the event that a timer emits.
  func event(of timer: RunningDeadline.Timer.Kind) -> String {
    if case .warning = timer { Event.closing } else { event ?? Event.overdue }
  }
}

extension Deadline.Term {
  /// The fact that holds the date, if there is one.
  var dateFact: String? { if case .fact(let name) = self { name } else { nil } }

  fileprivate var isInHours: Bool { if case .length(let rule) = self { rule.length.unit == .hours } else { false } }
}

extension Decider {
  /// The deadline as it would run from now, or from the day in the case. One that has expired by that same day does not
  /// expire again, unless it has more time now.
  /// - Parameters:
  ///   - former: the run that it continues, with what happened to that, when only the day moved.
  ///   - end: of the deadline that it begins after, when it begins after one.
  func running(
    _ name: String,
    _ deadline: Deadline,
    generation: Int = 0,
    from former: RunningDeadline? = nil,
    after end: Instant? = nil,
    in instance: Instance
  ) -> RunningDeadline {
    var fresh = RunningDeadline(generation: generation, startedAt: now, dueAt: now, timers: [])
    if let former { (fresh.ledger, fresh.later) = (former.ledger, former.later) }
    if let day = deadline.firstDay(in: instance) { fresh.startedAt = min(now, Amsterdam.startOfDay(day)) }
    if let end { fresh.startedAt = deadline.start(after: end) }
    let day = end == nil && deadline.beginsAfter != nil ? nil : deadline.dayOfRun(fresh, in: instance)
    if let first = fresh.ledger.entries.first { fresh.startedAt = min(fresh.startedAt, first.at) }
    fresh = counted(fresh, by: deadline, in: instance)
    if let day, instance.passed[name] == day, fresh.dueAt <= now {
      fresh.pass()
      fresh.timers.removeAll { $0.isReminder && $0.at <= now }
    }
    return fresh
  }

  /// The next run of an expired deadline that begins again by itself: the first of the series that is not over yet. The days
  /// of the series do not depend on when somebody evaluates the case, and runs that are over by then are reported once.
  func following(
    _ running: RunningDeadline,
    of deadline: Deadline,
    generation: Int,
    in instance: Instance
  ) -> RunningDeadline {
    var next = running
    next.generation = generation
    next.passedBefore = running.passed + 1
    next.ledger = Ledger()
    next.later = LaterFields()
    next.begin(after: running, of: deadline)
    next = counted(next, by: deadline, in: instance)
    // A run whose end cannot be computed does not advance.
    while next.dueAt <= now, next.dueAt > next.startedAt {
      next.begin(after: next, of: deadline)
      next = counted(next, by: deadline, in: instance)
    }
    return next
  }

  /// The deadline with its due moment and timers as they follow from its start and ledger. A warning whose moment has
  /// already passed is left out; a suspended deadline has no timers.
  /// - Parameter past: the moment up to which warnings have passed; now by default.
  func counted(
    _ running: RunningDeadline,
    by deadline: Deadline,
    in instance: Instance,
    past: Instant? = nil
  ) -> RunningDeadline {
    var counted = running
    guard let due = due(deadline, running, in: instance) else {
      counted.timers = []
      return counted
    }
    counted.dueAt = due
    // In order of time, whatever the order in the file, because a timer waits for those before it. Which of P1M and P30D is
    // the longer depends on the date.
    let warnings = deadline.warnings.enumerated().map {
      RunningDeadline.Timer(.warning($0.offset), at: due.subtracting($0.element.before))
    }.sorted { $0.at < $1.at }
    let reminders = deadline.reminders.enumerated().map {
      RunningDeadline.Timer(.reminder($0.offset), at: due.adding($0.element.after))
    }.sorted { $0.at < $1.at }
    counted.timers = warnings.filter { $0.at > past ?? now } + [.init(.expiry, at: due)] + reminders
    return counted
  }

  /// The calendar by which the deadline is counted.
  func calendar(of deadline: Deadline) -> WorkCalendar { deadlineSettings.calendar(deadline.calendar) }

  /// - Throws: why its end cannot be computed.
  func due(_ rule: DeadlineRule, _ running: RunningDeadline, by deadline: Deadline) throws(DeadlineError) -> DueDate? {
    try rule.due(
      from: running.startedAt,
      ledger: running.ledger,
      repetition: running.repetition,
      calendar: calendar(of: deadline)
    )
  }

  /// `nil` while it is suspended, because nobody can know then.
  private func due(_ deadline: Deadline, _ running: RunningDeadline, in instance: Instance) -> Instant? {
    switch deadline.term {
    case .length(let rule):
      // A rule is checked when it is read, so only a date outside the calendar can fail here. Then it is due now, so that
      // people see it rather than never; a recalculation leaves it due when it was.
      do {
        return try due(rule, running, by: deadline)?.due
      } catch { return min(now, running.dueAt) }
    case .fact(let name):
      if running.ledger.isSuspended { return nil }
      // A fact that was never set bounds nothing, so here too it is due now.
      if case .date(let date)? = instance.facts[name] { return Amsterdam.startOfDay(date.adding(days: 1)) }
      return min(now, running.dueAt)
    }
  }
}

extension RunningDeadline {
  /// A run that was suspended or extended ends later, and a new series begins.
  fileprivate mutating func begin(after run: RunningDeadline, of deadline: Deadline) {
    repetition = nil
    startedAt = deadline.start(after: run.dueAt)
    guard case .length(let rule) = deadline.term, rule.isCountedAsSeries, run.ledger.entries.isEmpty else { return }
    let next = Repetition(
      first: run.repetition?.first ?? run.startedAt,
      number: (run.repetition?.number ?? 1) + 1
    )
    guard let start = next.start(of: rule.length) else { return }
    (startedAt, repetition) = (start, next)
  }

  /// The run as it is when it begins there: what happened to it before it began, happened as it began.
  func beginning(at start: Instant) -> RunningDeadline {
    var moved = self
    moved.startedAt = start
    let entries = ledger.entries.map { $0.noEarlier(than: start) }
    // The order stays, so it refuses nothing.
    if let ledger = try? Ledger(entries) { moved.ledger = ledger }
    return moved
  }

  /// Whether the run belongs to the series of this rule: another length begins another series.
  func isRepetition(by deadline: Deadline) -> Bool {
    guard let repetition, case .length(let rule) = deadline.term, rule.isCountedAsSeries else { return false }
    return repetition.start(of: rule.length) == startedAt
  }
}

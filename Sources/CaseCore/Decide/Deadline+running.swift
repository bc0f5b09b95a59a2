import OrderedCollections

extension Deadline {
  func runs(in situation: Situation) -> Bool {
    guard states.contains(situation.focus.state) else { return false }
    return self.guard.map(situation.holds) ?? true
  }

  /// Whom a rung is for.
  func roles(of rung: RunningDeadline.Rung.Kind) -> [String] {
    switch rung {
    case .warning(let index): warnings.indices.contains(index) ? warnings[index].roles : []
    case .expiry: roles
    case .reminder(let index): reminders.indices.contains(index) ? reminders[index].roles : []
    }
  }

  /// The type of the event that a rung tells.
  func event(of rung: RunningDeadline.Rung.Kind) -> String {
    if case .warning = rung { Event.closing } else { event ?? Event.overdue }
  }
}

extension Deadline.Term {
  /// The fact that holds the date, where one does.
  var dateFact: String? { if case .fact(let name) = self { name } else { nil } }

  fileprivate var isInHours: Bool { if case .length(let rule) = self { rule.length.unit == .hours } else { false } }
}

extension Decider {
  /// The deadline as it would run from now, or from the day that the case says.
  /// - Parameter ledger: what happened to it already, when it is only the day that moved.
  func running(_ deadline: Deadline, ledger: Ledger = Ledger(), in instance: Instance) -> RunningDeadline {
    var fresh = RunningDeadline(generation: 0, startedAt: now, dueAt: now, rungs: [], ledger: ledger)
    if let fact = deadline.beginsOn, case .date(let day)? = instance.facts[fact] {
      fresh.startedAt = min(now, Amsterdam.startOfDay(day))
    }
    if let first = ledger.entries.first { fresh.startedAt = min(fresh.startedAt, first.at) }
    return counted(fresh, by: deadline, in: instance)
  }

  /// The run that follows one that has ended. It begins where that one ended (in days: on its last day), however late the
  /// clock came by, so that runs neither drift nor get lost.
  func next(after running: RunningDeadline, of deadline: Deadline, in instance: Instance) -> RunningDeadline {
    var next = RunningDeadline(
      generation: running.generation + 1,
      startedAt: running.dueAt,
      dueAt: running.dueAt,
      rungs: [],
      passedBefore: running.passedBefore + 1
    )
    if !deadline.term.isInHours {
      next.startedAt = Amsterdam.startOfDay(Amsterdam.date(at: running.dueAt).adding(days: -1))
    }
    return counted(next, by: deadline, in: instance)
  }

  /// The deadline with its due moment and rungs as they follow from its start and ledger. A warning whose moment has passed
  /// already is left out; while the deadline stands still it has no rungs.
  func counted(_ running: RunningDeadline, by deadline: Deadline, in instance: Instance) -> RunningDeadline {
    var counted = running
    guard let due = due(deadline.term, running, in: instance) else {
      counted.rungs = []
      return counted
    }
    counted.dueAt = due
    let warnings = deadline.warnings.enumerated().map {
      RunningDeadline.Rung(.warning($0.offset), at: due.subtracting($0.element.before))
    }
    let reminders = deadline.reminders.enumerated().map {
      RunningDeadline.Rung(.reminder($0.offset), at: due.adding($0.element.after))
    }
    counted.rungs = warnings.filter { $0.at > now } + [.init(.expiry, at: due)] + reminders
    return counted
  }

  /// `nil` while it stands still, because nobody can know then.
  private func due(_ term: Deadline.Term, _ running: RunningDeadline, in instance: Instance) -> Instant? {
    switch term {
    case .length(let rule):
      // A rule is checked when it is read; what is left to fail is a date past the end of the calendar. Then people look at
      // it now, rather than nobody ever.
      do { return try rule.due(from: running.startedAt, ledger: running.ledger, calendar: calendar)?.due } catch {
        return now
      }
    case .fact(let name):
      if running.ledger.isSuspended { return nil }
      // A fact that was never set bounds nothing, so here too it is due now.
      if case .date(let date)? = instance.facts[name] { return Amsterdam.startOfDay(date.adding(days: 1)) }
      return now
    }
  }
}

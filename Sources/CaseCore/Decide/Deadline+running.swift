import OrderedCollections

extension Deadline {
  func runs(in instance: Case, machine: Machine) -> Bool {
    guard states.contains(instance.state) else { return false }
    return self.guard?.holds(in: instance, machine: machine, fields: [:]) ?? true
  }

  /// Whom a warning is for. A run that began too late for the longest warnings has only the last ones.
  func warningRoles(_ rung: Int, of running: RunningDeadline) -> [String] {
    let skipped = warnings.count - (running.rungs.count - 1)
    return warnings[skipped + rung].roles
  }
}

extension Deadline.Term {
  /// The fact that holds the date, where one does.
  var dateFact: String? { if case .fact(let name) = self { name } else { nil } }
}

extension Decider {
  /// The deadline as it would run from now. A warning whose moment has passed already is left out.
  func running(_ deadline: Deadline, generation: Int, in instance: Case) -> RunningDeadline {
    let due = due(deadline.term, in: instance)
    let warnings = deadline.warnings.map { due.subtracting($0.before) }
    let rungs = warnings.drop { $0 <= now }.map { RunningDeadline.Rung(at: $0) } + [RunningDeadline.Rung(at: due)]
    return RunningDeadline(generation: generation, startedAt: now, dueAt: due, rungs: rungs)
  }

  private func due(_ term: Deadline.Term, in instance: Case) -> Instant {
    switch term {
    case .length(let rule):
      // A rule is checked when it is read; what is left to fail is a date past the end of the calendar. Then people look at
      // it now, rather than nobody ever.
      (try? rule.due(from: now, calendar: calendar).due) ?? now
    case .fact(let name):
      // A fact that was never set bounds nothing, so here too it is due now.
      if case .date(let date)? = instance.facts[name] { Amsterdam.startOfDay(date.adding(days: 1)) } else { now }
    }
  }
}

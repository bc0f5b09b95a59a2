import OrderedCollections

extension Decider {
  /// How the end of a running deadline, of the case or of a child, was computed.
  /// - Returns: `nil` when no such deadline runs.
  public func explanation(of name: DeadlineName, in instance: Case) -> DeadlineExplanation? {
    guard let focus = instance.instance(name.child), let running = focus.deadlines[name.name],
      let deadline = workflow.machines[focus.machine]?.deadlines[name.name]
    else { return nil }
    let count = recalculated(deadline, running, in: focus)
    let isSuspended = running.ledger.isSuspended
    return DeadlineExplanation(
      name: name,
      label: deadline.label,
      source: deadline.source,
      setBy: deadline.setBy,
      startedAt: running.startedAt,
      ledger: running.ledger,
      dueAt: isSuspended ? nil : running.dueAt,
      lastDay: count.due?.lastDay,
      steps: begin(deadline, running, in: focus) + (count.due?.steps ?? []),
      warnings: count.warnings + differs(count.due, from: running),
      calendarVersion: calendar(of: deadline).version,
      coming: running.timers.filter { !$0.isFired }.map { timer in
        DeadlineExplanation.Coming(kind: timer.kind, at: timer.at, roles: deadline.roles(of: timer.kind))
      }
    )
  }

  /// The step before the count, of a term that began after the end of another.
  private func begin(_ deadline: Deadline, _ running: RunningDeadline, in instance: Instance) -> [Step] {
    guard !running.ledger.isSuspended, case .length(let rule) = deadline.term, let name = deadline.beginsAfter,
      let other = workflow.machines[instance.machine]?.deadlines[name]
    else { return [] }
    // Of a day it is known without the other one; one that was not there began it when it started to run.
    let next = running.startedAt.adding(microseconds: 1)
    let isAfterDay = next == Amsterdam.startOfDay(Amsterdam.date(at: next))
    let end = instance.deadlines[name].map { deadline.start(after: $0.dueAt) }
    guard isAfterDay || end == running.startedAt else { return [] }
    let day = Amsterdam.date(at: running.startedAt)
    return [Step(rule: .begunAfter(other.label), kind: rule.kind, before: day, after: day)]
  }

  /// The same computation, now with its steps; no due date while the deadline is suspended.
  private func recalculated(
    _ deadline: Deadline,
    _ running: RunningDeadline,
    in instance: Instance
  ) -> (due: DueDate?, warnings: [DeadlineExplanation.Warning]) {
    let calendar = calendar(of: deadline)
    switch deadline.term {
    case .length(let rule):
      do throws(DeadlineError) {
        let due = try due(rule, running, by: deadline)
        return (due, due?.warnings.map(DeadlineExplanation.Warning.dueDate) ?? [])
      } catch { return (nil, [.notCountable(error)]) }
    case .fact(let name):
      guard !running.ledger.isSuspended else { return (nil, []) }
      guard case .date(let last)? = instance.facts[name] else { return (nil, [.dateMissing]) }
      let start = Amsterdam.date(at: running.startedAt)
      let said = Step(rule: .said, kind: .calendar, before: start, after: last)
      let over = Amsterdam.startOfDay(last.adding(days: 1))
      return (DueDate(due: over, lastDay: last, steps: [said], warnings: [], calendarVersion: calendar.version), [])
    }
  }

  /// The clock uses the due date that was computed when the deadline last changed. A later version of the calendar may give
  /// another.
  private func differs(_ count: DueDate?, from running: RunningDeadline) -> [DeadlineExplanation.Warning] {
    guard let count, count.due != running.dueAt else { return [] }
    return [.countsOtherwise(clock: running.dueAt, now: count.due)]
  }
}

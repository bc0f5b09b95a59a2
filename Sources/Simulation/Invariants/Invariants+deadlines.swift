import CaseCore
import OrderedCollections

extension Invariants {
  private var isOver: Bool { environment.isFinal(after.root) }

  /// Exactly those deadlines run whose states and guard hold.
  func deadlines() -> [Breach] {
    after.instances.flatMap { child, focus -> [Breach] in
      let situation = Situation(
        instance: after,
        workflow: workflow,
        child: child,
        today: Amsterdam.date(at: attempt.at),
        directory: environment.directory
      )
      let declared = workflow.machines[focus.machine]?.deadlines ?? [:]
      let unknown = focus.deadlines.keys.filter { declared[$0] == nil }
      return breach(.deadlines, if: !unknown.isEmpty, "\(unknown) run")
        + declared.flatMap { name, deadline in
          let should =
            !(isOver && child != nil) && deadline.states.contains(focus.state)
            && (deadline.guard.map(situation.holds) ?? true)
          let runs = focus.deadlines[name] != nil
          return breach(.deadlines, if: runs != should, "\(child ?? "")/\(name) \(runs ? "runs" : "does not run")")
            + standstill(deadline, "\(child ?? "")/\(name)", focus, focus.deadlines[name], situation)
        }
    }
  }

  /// A deadline with a condition of standing still does so for as long as that holds, unless its end had come before.
  private func standstill(
    _ deadline: Deadline,
    _ name: String,
    _ focus: Instance,
    _ running: RunningDeadline?,
    _ situation: Situation
  ) -> [Breach] {
    guard let running, let condition = deadline.suspendedWhen else { return [] }
    let should = deadline.suspendedIn.contains(focus.state) || situation.holds(condition)
    let stands = running.ledger.isSuspended
    let hasEnded = running.timers.contains { $0.kind == .expiry && ($0.isFired || $0.at <= attempt.at) }
    return breach(
      .deadlines,
      if: stands != should && !(should && hasEnded),
      "\(name) \(stands ? "stands still" : "does not stand still")"
    )
  }

  /// Everything that has not ended is bounded by a deadline that no guard switches off, and that is suspended only where the
  /// workflow allows it.
  func bounds() -> [Breach] {
    guard !isOver else { return [] }
    return after.instances.filter { !environment.isFinal($0.instance) }.flatMap { child, focus -> [Breach] in
      guard let machine = workflow.machines[focus.machine] else { return [] }
      let bounding = focus.deadlines.contains { name, running in
        guard let deadline = machine.deadlines[name], deadline.guard == nil else { return false }
        return !running.ledger.isSuspended || machine.lets(name, deadline, standStillIn: focus.state)
      }
      return breach(.bounded, if: !bounding, "\(child ?? "the case") waits in \(focus.state) without a bound")
    }
  }

  /// The clock only leads into a review state. What the service finds leads nowhere: it makes a child, and moves nothing.
  func clock() -> [Breach] {
    guard entry.actor == nil else { return [] }
    return entry.changes.flatMap { change -> [Breach] in
      let (child, inner): (String?, Change) =
        if case .inChild(let id, let inner) = change { (id, inner) } else { (nil, change) }
      guard case .entered(let state) = inner, let machine = after.instance(child)?.machine else { return [] }
      if case .matched = entry.cause, let child, entry.began.contains(child) { return [] }
      let isReview = workflow.machines[machine]?.states[state]?.isReview == true
      return breach(.clock, if: !isReview, "the clock brought \(child ?? "the case") to \(state)")
    }
  }
}

extension Machine {
  /// Whether the workflow allows the deadline to be suspended there.
  fileprivate func lets(_ name: String, _ deadline: Deadline, standStillIn state: String) -> Bool {
    if deadline.suspendedIn.contains(state) || deadline.suspendedWhen != nil { return true }
    let transitions = states.values.flatMap(\.on.values) + on.values
    return transitions.contains { $0.contains { $0.suspends.contains(name) } }
  }
}

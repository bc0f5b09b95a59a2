import OrderedCollections

/// What guards look at: a case, one of its machines, and the command of the moment.
package struct Situation {
  /// The case, with the command's own facts and vote already in it.
  let instance: Case
  let workflow: Workflow
  /// The child that it is about; `nil` for the case itself.
  let child: String?
  /// The command's fields.
  var fields: [String: Value] = [:]
  let today: CivilDate

  package init(
    instance: Case,
    workflow: Workflow,
    child: String?,
    fields: [String: Value] = [:],
    today: CivilDate
  ) {
    self.instance = instance
    self.workflow = workflow
    self.child = child
    self.fields = fields
    self.today = today
  }

  /// The machine's standing; an empty one for a child that is not there.
  var focus: Instance { instance.instance(child) ?? Instance(machine: "") }

  func of(_ child: String?) -> Situation {
    Situation(instance: instance, workflow: workflow, child: child, fields: fields, today: today)
  }

  package func holds(_ guard: Guard) -> Bool {
    switch `guard` {
    case .all(let guards): guards.allSatisfy(holds)
    case .any(let guards): guards.contains(where: holds)
    case .not(let inner): !holds(inner)
    case .fact(let name, let values): focus.facts[name].map(values.contains) ?? false
    case .field(let name, let values): fields[name].map(values.contains) ?? false
    case .reached(let fact, let number): isReached(focus.facts[fact], number)
    case .recent(let subject, let length): isRecent(subject, length)
    case .decided(let decision, let option): standing(of: decision) == .decided(option)
    case .divided(let decision): standing(of: decision) == .divided
    case .visited(let state, let count): focus.visits[state, default: 0] >= count
    case .state(let states): states.contains(focus.state)
    case .expired(let deadline, let times): (focus.deadlines[deadline]?.passed ?? 0) >= times
    case .party(let role): !instance.organisations(in: [role], child: child).isEmpty
    case .children(let children): holds(children)
    case .root(let inner): of(nil).holds(inner)
    }
  }

  private func isReached(_ value: Value?, _ least: Int64) -> Bool {
    if case .number(let number)? = value { number >= least } else { false }
  }

  private func isRecent(_ subject: Guard.Subject, _ length: Length) -> Bool {
    let value =
      switch subject {
      case .fact(let name): focus.facts[name]
      case .field(let name): fields[name]
      }
    guard case .date(let date)? = value else { return false }
    return date.adding(length) > today
  }

  private func holds(_ children: Guard.Children) -> Bool {
    let all = instance.children.filter { $1.machine == children.machine }
    let fitting = all.filter { id, child in
      (children.states.isEmpty || children.states.contains(child.state))
        && (children.condition.map { of(id).holds($0) } ?? true)
    }
    return switch children.quantity {
    case .some: !fitting.isEmpty
    case .none: fitting.isEmpty
    case .every: fitting.count == all.count
    case .atLeast(let count): fitting.count >= count
    }
  }

  /// Where a joint decision of the machine stands.
  func standing(of decision: String) -> JointDecision.Standing {
    guard let joint = workflow.machines[focus.machine]?.decisions[decision] else { return .open }
    return Poll(joint, votes: focus.votes[decision] ?? [], instance: instance, child: child).standing
  }
}

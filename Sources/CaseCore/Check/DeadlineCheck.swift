import OrderedCollections

/// Proves that a timer decides nothing about a person, reaches someone, and can be counted.
struct DeadlineCheck: MachineCheck {
  let workflow: Workflow
  let key: String

  func faults() -> [WorkflowFault] {
    machine.deadlines.flatMap { name, deadline in
      let path = path + ["after", name]
      return targets(deadline, at: path) + consequences(deadline, at: path) + reach(deadline, at: path)
        + counting(deadline, at: path)
    }
  }

  private func targets(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    guard case .review(let target) = deadline.expiry else { return [] }
    return isReview(target, of: key, at: path + ["target"])
  }

  private func isReview(_ target: String, of key: String, at path: [String]) -> [WorkflowFault] {
    guard let state = workflow.machines[key]?.states[target], !state.isReview else { return [] }
    let message =
      "Een termijn leidt alleen naar een toestand waarin mensen besluiten (review); «\(target)» is dat niet."
    return [.init(path, message, basis: [.all(of: ["machines", key, "states", target, "review"])])]
  }

  /// What the end of a child's deadline does to the case: nothing that needs someone who does it.
  private func consequences(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    if isRoot, !deadline.root.isEmpty {
      return [.init(path + ["case"], "«case» hoort bij een onderdeel; dit is de zaak zelf.")]
    }
    return deadline.root.enumerated().flatMap { index, transition -> [WorkflowFault] in
      let path = path + ["case", "\(index)"]
      let target = transition.target.map { isReview($0, of: workflow.root, at: path + ["target"]) } ?? []
      let human =
        !transition.joins.isEmpty || !transition.leaves.isEmpty || !transition.starts.isEmpty
        || transition.region != nil || transition.erases || !transition.extensions.isEmpty
        || !transition.suspends.isEmpty || !transition.resumes.isEmpty
      return target + (human ? [.init(path, "Dit doet alleen een mens, geen termijn.")] : [])
    }
  }

  private func reach(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if deadline.roles.isEmpty {
      faults.append(.init(path + ["notify"], "Van het verlopen van de termijn hoort niemand."))
    }
    if deadline.states.isEmpty { faults.append(.init(path + ["while"], "De termijn loopt in geen enkele toestand.")) }
    for (index, state) in deadline.states.enumerated() where machine.states[state]?.isFinal == true {
      let basis = [WorkflowFault.Basis.all(of: self.path + ["states", state, "final"])]
      faults.append(
        .init(path + ["while", "\(index)"], "In de eindtoestand «\(state)» loopt geen termijn.", basis: basis)
      )
    }
    for (index, state) in deadline.suspendedIn.enumerated() where !deadline.states.contains(state) {
      let message = "De termijn staat stil in «\(state)», maar loopt daar niet (while)."
      faults.append(.init(path + ["suspend-while", "\(index)"], message, basis: [.all(of: path)]))
    }
    return faults
  }

  private func counting(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if deadline.repeats {
      let again = "Een termijn die zich herhaalt, heeft een lengte, en geen «target» of «remind»."
      if deadline.expiry != .escalate || !deadline.reminders.isEmpty || deadline.term.dateFact != nil {
        faults.append(.init(path + ["repeat"], again, basis: [.all(of: path)]))
      }
    }
    if deadline.term.dateFact != nil, !deadline.suspendedIn.isEmpty {
      let message = "Een termijn tot een datum (until) kan niet stilstaan."
      faults.append(.init(path + ["suspend-while"], message, basis: [.all(of: path)]))
    }
    if let maximum = deadline.maximum, case .length(let rule) = deadline.term,
      rule.length.isLonger(than: maximum.length)
    {
      let message = "De termijn is langer dan \(maximum.length.dutch), het hoogste volgens \(maximum.source)."
      faults.append(.init(path + ["length"], message, basis: [.all(of: path)]))
    }
    return faults
  }
}

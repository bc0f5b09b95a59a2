import OrderedCollections

/// Proves that a timer decides nothing about a person, that it notifies someone, and that its length can be counted.
struct DeadlineCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    machine.deadlines.flatMap { name, deadline in
      let path = path + ["after", name]
      let effects = targets(deadline, at: path) + consequences(deadline, at: path) + reach(deadline, at: path)
      let course = counting(deadline, at: path) + standstill(deadline, at: path) + succession(deadline, at: path)
      return effects + course
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

  /// What the end of a child's deadline does to the case: nothing that needs a sender.
  private func consequences(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    if isRoot, !deadline.root.isEmpty {
      return [.init(path + ["case"], "«case» hoort bij een onderdeel; dit is de zaak zelf.")]
    }
    return deadline.root.enumerated().flatMap { index, transition -> [WorkflowFault] in
      let path = path + ["case", "\(index)"]
      let target = transition.target.map { isReview($0, of: workflow.root, at: path + ["target"]) } ?? []
      let ends = transition.ends.enumerated().flatMap { number, end in
        isReview(end.target, of: end.machine, at: path + ["end", "\(number)", "target"])
      }
      let human =
        !transition.joins.isEmpty || !transition.leaves.isEmpty || !transition.starts.isEmpty
        || transition.region != nil || transition.erases || !transition.extensions.isEmpty
        || !transition.suspends.isEmpty || !transition.resumes.isEmpty
      return target + ends + (human ? [.init(path, "Dit doet alleen een mens, geen termijn.")] : [])
    }
  }

  private func reach(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if deadline.roles.isEmpty {
      faults.append(.init(path + ["notify"], "Van het verlopen van de termijn hoort niemand."))
    }
    for (index, warning) in deadline.warnings.enumerated() where warning.roles.isEmpty {
      faults.append(.init(path + ["warn", "\(index)", "to"], "Deze waarschuwing gaat naar niemand."))
    }
    for (index, reminder) in deadline.reminders.enumerated() where reminder.roles.isEmpty {
      faults.append(.init(path + ["remind", "\(index)", "to"], "Deze herinnering gaat naar niemand."))
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
    repetition(deadline, at: path)
      + (deadline.term.dateFact == nil ? bounds(deadline, at: path) : fixed(deadline, at: path))
  }

  private func repetition(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    guard deadline.repeats else { return [] }
    let message = "Een termijn die zich herhaalt, heeft een lengte, en geen «target», «remind» of «from»."
    let isPlain = deadline.expiry == .escalate && deadline.reminders.isEmpty && !deadline.hasOwnBegin
    if isPlain, deadline.term.dateFact == nil { return [] }
    return [.init(path + ["repeat"], message, basis: [.all(of: path)])]
  }

  /// A day that is in the case does not move while the case waits.
  private func fixed(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    let odd = [
      ("suspend-while", !deadline.suspendedIn.isEmpty, "kan niet stilstaan"),
      ("suspend-when", deadline.suspendedWhen != nil, "kan niet stilstaan"),
      ("legal-max", deadline.maximum != nil, "heeft geen lengte"),
      ("from", deadline.hasOwnBegin, "heeft geen begin nodig"),
    ]
    return odd.filter(\.1).map { key, _, reason in
      .init(path + [key], "Een termijn tot een datum (until) \(reason).", basis: [.all(of: path)])
    }
  }

  private func bounds(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    guard case .length(let rule) = deadline.term else { return [] }
    var faults: [WorkflowFault] = []
    if let maximum = deadline.maximum, rule.length.isLonger(than: maximum.length) {
      let message = "De termijn is langer dan \(maximum.length.dutch), het hoogste volgens \(maximum.source)."
      faults.append(.init(path + ["length"], message, basis: [.all(of: path)]))
    }
    for (index, warning) in deadline.warnings.enumerated() where !rule.length.isLonger(than: warning.before) {
      let message = "Deze waarschuwing komt niet na het begin van de termijn."
      faults.append(.init(path + ["warn", "\(index)", "before"], message, basis: [.all(of: path)]))
    }
    return faults
  }
}

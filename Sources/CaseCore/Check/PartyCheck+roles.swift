import OrderedCollections

extension PartyCheck {
  /// The roles that something can bring into a case.
  func joining() -> Set<String> {
    let byTransitions = workflow.places(in: workflow.root).flatMap { place in
      place.transition.joins.flatMap { joining($0, at: place) }
    }
    let byDeadlines = workflow.machines.values.flatMap(\.deadlines.values).flatMap(\.joins).compactMap(\.role)
    return Set(byTransitions + byDeadlines)
  }

  private func joining(_ join: Transition.Join, at place: TransitionPlace) -> [String] {
    if let role = join.role { return [role] }
    let definition = place.command.flatMap { workflow.definition(of: $0)?.definition }
    switch join.source {
    // Later on, who gives a command takes part in that role already.
    case .organisations(.sender): return place.isStart ? definition?.roles ?? [] : []
    case .region, .fact: return []
    // In the roles that the field asks for; where it asks for none, in whatever roles the directory gives.
    case .organisations(.field(let name)):
      let asked = definition?.fields[name]?.kind.askedRoles ?? []
      return asked.isEmpty ? Array(workflow.roles.keys) : asked
    }
  }

  /// The roles that a child of this machine gives.
  func parts() -> Set<String> {
    let starts = workflow.places(in: workflow.root).flatMap(\.transition.starts)
    return Set(starts.filter { $0.machine == key }.compactMap(\.role))
  }

  /// Where roles are named that only someone in the case can have, in the order of the model.
  func mentions() -> [(role: String, place: [String])] {
    var mentions: [(String, [String])] = []
    func mention(_ roles: [String], at path: [String]) {
      for (index, role) in roles.enumerated() { mentions.append((role, path + ["\(index)"])) }
    }
    for (name, command) in machine.commands where name != machine.start?.command {
      mention(command.roles, at: path + ["commands", name, "roles"])
    }
    for (name, decision) in machine.decisions { mention(decision.voters, at: path + ["decisions", name, "voters"]) }
    for (name, state) in machine.states { mention(state.audience, at: path + ["states", name, "audience"]) }
    for (name, deadline) in machine.deadlines {
      let path = path + ["after", name]
      mention(deadline.roles, at: path + ["notify"])
      for (index, warning) in deadline.warnings.enumerated() {
        mention(warning.roles, at: path + ["warn", "\(index)", "to"])
      }
      for (index, reminder) in deadline.reminders.enumerated() {
        mention(reminder.roles, at: path + ["remind", "\(index)", "to"])
      }
    }
    for place in workflow.places(in: key) {
      for (index, notice) in place.transition.notices.enumerated() {
        mention(notice.roles, at: place.path + ["notify", "\(index)", "to"])
      }
    }
    return mentions
  }
}

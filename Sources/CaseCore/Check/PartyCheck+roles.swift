import OrderedCollections

extension PartyCheck {
  /// The roles that a transition can bring into a case.
  func joining() -> Set<String> {
    Set(machine.places().flatMap { place in place.transition.joins.flatMap { joining($0, at: place) } })
  }

  private func joining(_ join: Transition.Join, at place: TransitionPlace) -> [String] {
    if let role = join.role { return [role] }
    switch join.source {
    // Later on, who gives a command takes part in that role already.
    case .sender: return place.isStart ? machine.commands[place.command]?.roles ?? [] : []
    case .region: return []
    // In the roles that the field asks for; where it asks for none, in whatever roles the directory gives.
    case .field(let name):
      let asked = machine.commands[place.command]?.fields[name]?.kind.askedRoles ?? []
      return asked.isEmpty ? Array(workflow.roles.keys) : asked
    }
  }

  /// Where roles are named that only someone in the case can have, in the order of the model.
  func mentions() -> [(role: String, place: [String])] {
    var mentions: [(String, [String])] = []
    func mention(_ roles: [String], at path: [String]) {
      for (index, role) in roles.enumerated() { mentions.append((role, path + ["\(index)"])) }
    }
    for (name, command) in machine.commands where name != machine.start.command {
      mention(command.roles, at: path + ["commands", name, "roles"])
    }
    for (name, decision) in machine.decisions { mention(decision.voters, at: path + ["decisions", name, "voters"]) }
    for (name, state) in machine.states { mention(state.audience, at: path + ["states", name, "audience"]) }
    for (name, deadline) in machine.deadlines {
      mention(deadline.roles, at: path + ["after", name, "notify"])
      for (index, warning) in deadline.warnings.enumerated() {
        mention(warning.roles, at: path + ["after", name, "warn", "\(index)", "to"])
      }
    }
    for place in machine.places() {
      for (index, notice) in place.transition.notices.enumerated() {
        mention(notice.roles, at: path + place.path + ["notify", "\(index)", "to"])
      }
    }
    return mentions
  }
}

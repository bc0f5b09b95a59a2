import OrderedCollections

extension PartyCheck {
  /// The places that name roles which only a party of the case can have.
  func mentions() -> [(role: String, place: [String])] {
    let lists = ofCommands() + ofDecisions() + ofStates() + ofDeadlines() + ofTransitions()
    return lists.flatMap { roles, path in roles.enumerated().map { ($1, path + ["\($0)"]) } } + ofReaders()
      + ofSharing()
      + ofLeaves()
      + ofGuards() + ofJoins()
  }

  private typealias Lists = [(roles: [String], path: [String])]

  private func ofCommands() -> Lists {
    machine.commands.flatMap { name, command -> Lists in
      let path = path + ["commands", name]
      // A role that could not give the command anyway is a fault already; the sender of a first command joins by it.
      let hindered = command.roles.contains { obstacle(to: $0, giving: name) != nil }
      return hindered || machine.begins(by: name) ? [] : [(command.roles, path + ["roles"])]
    }
  }

  private func ofReaders() -> [(role: String, place: [String])] {
    let makers = makers()
    return machine.commands.flatMap { name, command in
      (command.audience ?? []).enumerated().compactMap { index, role in
        // The holder of a role in a child reads the command that made the child.
        makers[name]?.contains(role) == true ? nil : (role, path + ["commands", name, "audience", "\(index)"])
      }
    }
  }

  /// By command, the roles that it grants in the children that it makes.
  private func makers() -> [String: Set<String>] {
    var makers: [String: Set<String>] = [:]
    for place in index.places(in: workflow.root) {
      guard let command = place.command else { continue }
      makers[command, default: []].formUnion(place.transition.starts.compactMap(\.role))
    }
    return makers
  }

  /// A role of another access is a fault of its own.
  private func ofSharing() -> [(role: String, place: [String])] {
    machine.commands.flatMap { name, command in
      (command.sharing?.roles ?? []).enumerated().compactMap { index, role in
        workflow.roles[role]?.access == .party ? (role, path + ["commands", name, "share", "among", "\(index)"]) : nil
      }
    }
  }

  private func ofDecisions() -> Lists {
    machine.decisions.flatMap { name, decision in
      [
        (decision.voters, path + ["decisions", name, "voters"]), (decision.others, path + ["decisions", name, "with"]),
      ]
    }
  }

  private func ofStates() -> Lists { machine.states.map { ($1.audience, path + ["states", $0, "audience"]) } }

  private func ofDeadlines() -> Lists {
    machine.deadlines.flatMap { name, deadline -> Lists in
      let path = path + ["after", name]
      let told: Lists = [(deadline.roles, path + ["notify"])]
      let warned: Lists = deadline.warnings.enumerated().map { ($1.roles, path + ["warn", "\($0)", "to"]) }
      let reminded: Lists = deadline.reminders.enumerated().map { ($1.roles, path + ["remind", "\($0)", "to"]) }
      return told + warned + reminded
    }
  }

  private func ofTransitions() -> Lists {
    index.places(in: key).flatMap { place -> Lists in
      let (path, transition) = (place.path, place.transition)
      let told: Lists = transition.notices.enumerated().map { ($1.roles, path + ["notify", "\($0)", "to"]) }
      let excepted: Lists = transition.starts.enumerated().map { ($1.except, path + ["start", "\($0)", "except"]) }
      return told + excepted
    }
  }

  private func ofLeaves() -> [(role: String, place: [String])] {
    index.places(in: key).flatMap { place in
      place.transition.leaves.enumerated().compactMap { index, leave in
        if case .role(let role) = leave { (role, place.path + ["leave", "\(index)"]) } else { nil }
      }
    }
  }

  private func ofJoins() -> [(role: String, place: [String])] {
    joins().compactMap { join, path, _ in
      if case .party(let role) = join.source { (role, path + ["from", "party"]) } else { nil }
    }
  }

  private func ofGuards() -> [(role: String, place: [String])] {
    index.conditions(of: key).compactMap { condition in
      if case .party(let role) = condition.guard { (role, condition.path + ["party"]) } else { nil }
    }
  }
}

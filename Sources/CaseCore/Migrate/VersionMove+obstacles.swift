import OrderedCollections

extension VersionMove {
  /// All that stands in the way, in the same order every time.
  func obstacles(for instance: Case) -> [Obstacle] {
    guard instance.workflow == from.key, instance.version == from.version else {
      return [.otherVersion("\(instance.workflow) \(instance.version)")]
    }
    if old.states[instance.state]?.isFinal == true { return [.ended] }
    return stateObstacles(instance) + factObstacles(instance) + partyObstacles(instance)
      + voteObstacles(instance) + groundObstacles(instance)
  }

  private func stateObstacles(_ instance: Case) -> [Obstacle] {
    guard let state = new.states[states[instance.state] ?? instance.state] else { return [.stateGone(instance.state)] }
    return state.isFinal ? [.stateEnds(instance.state)] : []
  }

  /// A fact that the new version has no longer is no obstacle: it is kept, and nothing looks at it.
  private func factObstacles(_ instance: Case) -> [Obstacle] {
    new.facts.compactMap { name, fact in
      guard let value = instance.facts[name], !fact.kind.holds(value) else { return nil }
      return .factUnfit(name)
    }
  }

  private func partyObstacles(_ instance: Case) -> [Obstacle] {
    let roles = instance.parties.reduce(into: Set<String>()) { $0.formUnion($1.roles) }
    return roles.sorted().compactMap { role in
      guard let definition = to.roles[role] else { return .roleGone(role) }
      return definition.access == from.roles[role]?.access ? nil : .accessChanged(role: role)
    }
  }

  private func voteObstacles(_ instance: Case) -> [Obstacle] {
    instance.votes.keys.sorted().filter { isTakenOtherwise($0, votes: instance.votes[$0] ?? [:]) }
      .map { .decisionChanged($0) }
  }

  private func isTakenOtherwise(_ decision: String, votes: [String: String]) -> Bool {
    guard !votes.isEmpty, let before = old.decisions[decision] else { return false }
    guard var after = new.decisions[decision] else { return true }
    after.label = before.label
    return after != before || !new.options(of: decision).isSuperset(of: votes.values)
  }

  private func groundObstacles(_ instance: Case) -> [Obstacle] {
    old.deadlines.compactMap { name, deadline in
      guard instance.deadlines[name] != nil, new.deadlines[name] != nil, to.grounds[deadline.ground] == nil else {
        return nil
      }
      return .groundGone(deadline: name, ground: deadline.ground)
    }
  }
}

extension Machine {
  /// What may be voted.
  fileprivate func options(of decision: String) -> Set<String> {
    guard let field = decisions[decision]?.field else { return [] }
    return commands.values.filter { $0.vote == decision }.reduce(into: []) { options, command in
      if case .choice(let more)? = command.fields[field]?.kind { options.formUnion(more.map(\.key)) }
    }
  }
}

import OrderedCollections

extension VersionMove {
  /// All obstacles, each once, in a fixed order.
  func obstacles(for instance: Case) -> [Obstacle] {
    guard instance.workflow == from.key, instance.version == from.version else {
      return [.otherVersion("\(instance.workflow) \(instance.version)")]
    }
    if from.rootMachine?.states[instance.state]?.isFinal == true { return [.ended] }
    var found = OrderedSet<Obstacle>()
    for (_, part) in instance.instances { found.append(contentsOf: obstacles(for: part, of: instance)) }
    found.append(contentsOf: partyObstacles(instance))
    return Array(found)
  }

  private func obstacles(for part: Instance, of instance: Case) -> [Obstacle] {
    let names = names(of: part.machine)
    guard let old = from.machines[part.machine], let new = to.machines[names.machine ?? part.machine] else {
      return [.machineGone(part.machine)]
    }
    return stateObstacles(part, old, new) + factObstacles(part, new, instance) + voteObstacles(part, old, new)
      + groundObstacles(part, old, new)
  }

  private func stateObstacles(_ part: Instance, _ old: Machine, _ new: Machine) -> [Obstacle] {
    let name = names(of: part.machine).states[part.state] ?? part.state
    guard let state = new.states[name] else { return [.stateGone(part.state, machine: part.machine)] }
    return switch (old.states[part.state]?.isFinal ?? false, state.isFinal) {
    case (false, true): [.stateEnds(part.state, machine: part.machine)]
    case (true, false): [.stateReopens(part.state, machine: part.machine)]
    case (true, true), (false, false): []
    }
  }

  /// A fact that the new version no longer has is no obstacle: it is kept, and nothing uses it.
  private func factObstacles(_ part: Instance, _ new: Machine, _ instance: Case) -> [Obstacle] {
    let values = part.facts.renamed(by: names(of: part.machine).facts)
    return new.facts.compactMap { name, fact in
      guard let value = values[name], !fact.kind.holds(value, in: instance) else { return nil }
      return .factNotAllowed(name, machine: part.machine)
    }
  }

  /// Organisations that left count too: some events are for every organisation that ever could read the case.
  private func partyObstacles(_ instance: Case) -> [Obstacle] {
    let parties = instance.instances.flatMap(\.instance.parties)
    let roles = parties.reduce(into: Set<String>()) { $0.formUnion($1.roles) }
    // What is held through a party is in no case: where it is given up, whoever reads and acts by it would stop to without a word. That a
    // role is held so from now on takes nothing from those who joined in it.
    return roles.union(from.rolesThroughParty).sorted().compactMap { role in
      guard let definition = to.roles[role] else { return .roleGone(role) }
      let old = from.roles[role]
      let isKept = definition.access == old?.access && (old?.through == nil || definition.through == old?.through)
      return isKept ? nil : .accessChanged(role: role)
    }
  }

  private func voteObstacles(_ part: Instance, _ old: Machine, _ new: Machine) -> [Obstacle] {
    old.decisions.keys.filter { name in
      let votes = part.votes[name] ?? []
      let isUntouched = votes.isEmpty && part.recused[name, default: []].isEmpty
      return !isUntouched && isTakenOtherwise(name, votes: votes, old, new)
    }.map { .decisionChanged($0, machine: part.machine) }
  }

  private func isTakenOtherwise(_ name: String, votes: [Vote], _ old: Machine, _ new: Machine) -> Bool {
    guard let before = old.decisions[name], var after = new.decisions[name] else { return true }
    after.label = before.label
    return after != before || !new.options(of: name).isSuperset(of: votes.map(\.option))
  }

  private func groundObstacles(_ part: Instance, _ old: Machine, _ new: Machine) -> [Obstacle] {
    let names = names(of: part.machine).deadlines
    return old.deadlines.compactMap { name, deadline in
      guard part.deadlines[name] != nil, new.deadlines[names[name] ?? name] != nil, to.grounds[deadline.ground] == nil
      else {
        return nil
      }
      return .groundGone(deadline.ground, deadline: name, machine: part.machine)
    }
  }
}

extension Machine {
  /// The options that can be voted for.
  fileprivate func options(of decision: String) -> Set<String> {
    guard let field = decisions[decision]?.field else { return [] }
    let ballots = commands.values.filter { $0.ballot == Ballot(.vote, in: decision) }
    return ballots.reduce(into: []) { options, command in
      if case .choice(let more)? = command.fields[field]?.kind { options.formUnion(more.map(\.key)) }
    }
  }
}

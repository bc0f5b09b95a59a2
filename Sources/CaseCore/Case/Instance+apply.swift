extension Instance {
  /// Folds one change into the instance. It ignores changes of the case as a whole.
  mutating func apply(_ change: Change) {
    switch change {
    case .entered(let state):
      self.state = state
      visits[state, default: 0] += 1
      votes = [:]
    case .set(let fact, let value):
      facts[fact] = value
    case .voted(let decision, let vote, let byPerson):
      votes[decision, default: []].removeAll {
        $0.organisation == vote.organisation && $0.role == vote.role && (!byPerson || $0.person == vote.person)
      }
      votes[decision, default: []].append(vote)
    case .withdrawn(let decision, let vote):
      votes[decision]?.removeAll { $0 == vote }
    case .recused(let decision, let person):
      votes[decision]?.removeAll { $0.person == person }
      if !recused[decision, default: []].contains(person) { recused[decision, default: []].append(person) }
    case .joined(let party):
      let former = parties.filter { $0.organisation == party.organisation && $0.until != nil }
      parties.removeAll { $0.organisation == party.organisation }
      parties += [party] + former
    case .left(let organisation, let roles, let revision):
      leave(organisation, roles: roles, revision: revision)
    case .deadlineStarted(let name, let deadline):
      deadlines[name] = deadline
      generations[name] = deadline.generation
    case .deadlineEnded(let name):
      deadlines[name] = nil
    case .timerFired(let name, let timer):
      deadlines[name]?.timers[timer].isFired = true
    case .passed(let name, let day):
      passed[name] = day
    case .renamed(let states):
      rename(states)
    case .renamedParts(let names):
      rename(names)
    case .moved, .began, .inChild, .upgraded, .told, .named:
      break
    }
  }

  /// Two states that get the same name become one: their visits add up.
  private mutating func rename(_ states: [String: String]) {
    state = states[state] ?? state
    visits = visits.reduce(into: [:]) { $0[states[$1.key] ?? $1.key, default: 0] += $1.value }
  }

  private mutating func rename(_ names: NewNames) {
    rename(names.states)
    machine = names.machine ?? machine
    facts = facts.renamed(by: names.facts)
    deadlines = deadlines.renamed(by: names.deadlines)
    generations = generations.renamed(by: names.deadlines)
    passed = passed.renamed(by: names.deadlines)
  }

  /// A lost role stays on record, because the organisation once knew of the case.
  private mutating func leave(_ organisation: String, roles: Set<String>, revision: Int64) {
    removeVotes(of: organisation, in: roles)
    guard let index = parties.firstIndex(where: { $0.organisation == organisation && $0.until == nil }) else { return }
    var rest = parties[index]
    rest.roles.subtract(roles)
    rest.onBehalfOf.removeAll { roles.contains($0.role) }
    parties[index].roles.formIntersection(roles)
    parties[index].onBehalfOf.removeAll { !roles.contains($0.role) }
    parties[index].until = revision
    if !rest.roles.isEmpty { parties.insert(rest, at: index) }
  }

  /// Removes the votes that an organisation gave in roles that it lost: they would count again if it came back.
  mutating func removeVotes(of organisation: String, in roles: Set<String>) {
    for decision in votes.keys {
      votes[decision]?.removeAll { $0.organisation == organisation && roles.contains($0.role) }
    }
  }
}

extension Dictionary where Key == String {
  func renamed(by names: [String: String]) -> [String: Value] {
    names.isEmpty ? self : reduce(into: [:]) { $0[names[$1.key] ?? $1.key] = $1.value }
  }
}

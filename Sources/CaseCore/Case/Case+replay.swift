extension Case {
  /// Folds an entry into the case. Deciding and replaying both go through here, which is why they agree.
  public mutating func apply(_ entry: Entry) {
    for change in entry.changes { apply(change) }
    revision = entry.revision
    changedAt = entry.at
  }

  /// The case that a journal tells of.
  /// - Parameter empty: the case before its first entry, see ``init(workflow:version:region:at:)``.
  public static func replay(_ journal: some Sequence<Entry>, from empty: Case) -> Case {
    journal.reduce(into: empty) { $0.apply($1) }
  }

  /// Folds one change into the case, without counting it as an entry.
  public mutating func apply(_ change: Change) {
    switch change {
    case .entered(let state):
      self.state = state
      visits[state, default: 0] += 1
      votes = [:]
    case .set(let fact, let value):
      facts[fact] = value
    case .voted(let decision, let role, let option):
      votes[decision, default: [:]][role] = option
    case .joined(let party):
      parties.removeAll { $0.organisation == party.organisation }
      parties.append(party)
    case .deadlineStarted(let name, let deadline):
      deadlines[name] = deadline
      generations[name] = deadline.generation
    case .deadlineEnded(let name):
      deadlines[name] = nil
    case .rungFired(let name, let rung):
      deadlines[name]?.rungs[rung].isFired = true
    case .migrated(let version, let states):
      self.version = version
      rename(states)
    }
  }

  /// Two states that get one name are one from then on: their visits add up.
  private mutating func rename(_ states: [String: String]) {
    state = states[state] ?? state
    visits = visits.reduce(into: [:]) { $0[states[$1.key] ?? $1.key, default: 0] += $1.value }
  }
}

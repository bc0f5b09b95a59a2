import OrderedCollections

/// A move that is being built: the case after it, the changes that lead there, and what the plan says of its deadlines.
struct MoveBuilder {
  let move: VersionMove
  let now: Instant
  /// Both versions with the settings of administrators for this case.
  let from: Workflow
  private(set) var to: Workflow
  /// The case before the move.
  let original: Case
  private(set) var instance: Case
  private(set) var changes: [Change] = []
  var deadlines: [DeadlineMove] = []

  init(_ instance: Case, move: VersionMove, now: Instant) {
    self.move = move
    self.now = now
    original = instance
    self.instance = instance
    from = move.adjusted(move.from, for: instance)
    to = move.adjusted(move.to, for: instance)
  }

  /// The engine under the new version. It only computes deadlines, so it needs no directory.
  var decider: Decider {
    Decider(workflow: move.to, directory: Directory([]), deadlineSettings: move.deadlineSettings, now: now)
      .applyingSettings(for: instance)
  }

  mutating func change(_ change: Change, in child: String? = nil) {
    let change = child.map { Change.inChild($0, change) } ?? change
    instance.apply(change)
    changes.append(change)
  }

  mutating func rename() {
    change(.upgraded(version: move.to.version))
    for (child, part) in instance.instances {
      let states = move.states(of: part.machine)
      if part.visits.keys.contains(where: { states[$0] != nil }) { change(.renamed(states: states), in: child) }
    }
  }

  /// A case that starts under the new version has these from the start, and its guards rely on them.
  mutating func addFacts() {
    for (child, part) in instance.instances {
      for (name, fact) in move.to.machines[part.machine]?.facts ?? [:] where part.facts[name] == nil {
        if let initial = fact.initial { change(.set(fact: name, value: initial), in: child) }
      }
    }
    // One of them may be the type of the case.
    to = move.adjusted(move.to, for: instance)
  }
}

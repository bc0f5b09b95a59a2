import OrderedCollections

/// A move in the making: the case as it would become, the changes that make it so, and what is to be told of its deadlines.
struct MoveBuilder {
  let move: VersionMove
  let now: Instant
  /// Both versions as administrators have set them for this case.
  let from: Workflow
  private(set) var to: Workflow
  private(set) var instance: Case
  private(set) var changes: [Change] = []
  var deadlines: [DeadlineMove] = []

  init(_ instance: Case, move: VersionMove, now: Instant) {
    self.move = move
    self.now = now
    self.instance = instance
    from = move.adjusted(move.from, for: instance)
    to = move.adjusted(move.to, for: instance)
  }

  /// The engine under the new version. It counts deadlines, so the directory plays no part.
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
    change(.migrated(version: move.to.version))
    for (child, part) in instance.instances {
      let states = move.states(of: part.machine)
      if part.visits.keys.contains(where: { states[$0] != nil }) { change(.renamed(states: states), in: child) }
    }
  }

  /// A case that begins under the new version has these from the start; its guards count on them.
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

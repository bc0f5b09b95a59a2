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
      rename(part, as: move.names(of: part.machine), child)
    }
  }

  /// Where only states have other names, the change is the one that an earlier program knows too.
  private mutating func rename(_ part: Instance, as names: NewNames, _ child: String?) {
    let hasState = part.visits.keys.contains { names.states[$0] != nil }
    let known = Set(part.deadlines.keys).union(part.generations.keys).union(part.passed.keys)
    let others = NewNames(
      machine: names.machine,
      states: hasState ? names.states : [:],
      facts: names.facts.filter { part.facts[$0.key] != nil },
      deadlines: names.deadlines.filter { known.contains($0.key) }
    )
    if others == NewNames(states: others.states) {
      if hasState { change(.renamed(states: names.states), in: child) }
    } else {
      renameParts(others, child)
    }
  }

  /// A run ends under its former name and goes on under the new one with all that it had, because whatever waits for a timer waits for the
  /// name of its deadline.
  private mutating func renameParts(_ names: NewNames, _ child: String?) {
    let running = instance.instance(child)?.deadlines ?? [:]
    let moved = names.deadlines.filter { running[$0.key] != nil }.sorted { $0.key < $1.key }
    for (old, _) in moved { change(.deadlineEnded(name: old), in: child) }
    change(.renamedParts(names), in: child)
    for (old, new) in moved {
      if let run = running[old] { change(.deadlineStarted(name: new, run), in: child) }
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

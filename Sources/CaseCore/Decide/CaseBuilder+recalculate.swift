import OrderedCollections

extension CaseBuilder {
  /// Counts what runs by the settings that hold now. What they leave out ends, and what they add begins with
  /// ``updateDeadlines()``.
  /// - Parameter since: from when on the settings hold; now, when it is not given.
  mutating func recalculate(since: Instant? = nil) {
    for (child, part) in instance.instances {
      for name in part.deadlines.keys.sorted() { recalculate(DeadlineName(name, child: child), since: since) }
    }
  }

  private mutating func recalculate(_ name: DeadlineName, since: Instant?) {
    guard let part = instance.instance(name.child), let running = part.deadlines[name.name] else { return }
    guard let deadline = machine(of: name.child).deadlines[name.name] else {
      return change(.deadlineEnded(name: name.name), in: name.child)
    }
    let generation = (part.generations[name.name] ?? 0) + 1
    let next = decider.recalculated(running, by: deadline, generation: generation, in: part, since: since)
    guard !decider.isSame(running, as: next, since: since) else { return }
    change(.deadlineEnded(name: name.name), in: name.child)
    change(.deadlineStarted(name: name.name, next), in: name.child)
  }
}

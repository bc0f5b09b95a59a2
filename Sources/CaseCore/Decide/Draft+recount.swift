import OrderedCollections

extension Draft {
  /// Counts what runs by the settings that hold now. What they leave out ends, and what they add begins with
  /// ``updateDeadlines()``.
  mutating func recount() {
    for (child, part) in instance.instances {
      for name in part.deadlines.keys.sorted() { recount(DeadlineName(name, child: child)) }
    }
  }

  private mutating func recount(_ name: DeadlineName) {
    guard let part = instance.instance(name.child), let running = part.deadlines[name.name] else { return }
    guard let deadline = machine(of: name.child).deadlines[name.name] else {
      return change(.deadlineEnded(name: name.name), in: name.child)
    }
    let generation = (part.generations[name.name] ?? 0) + 1
    let next = decider.recounted(running, by: deadline, generation: generation, in: part)
    guard !decider.isSame(running, as: next) else { return }
    change(.deadlineEnded(name: name.name), in: name.child)
    change(.deadlineStarted(name: name.name, next), in: name.child)
  }
}

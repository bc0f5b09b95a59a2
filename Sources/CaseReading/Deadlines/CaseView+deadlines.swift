public import CaseCore
import OrderedCollections

extension CaseView {
  /// The deadlines of every part of the case whose present state is for the reader.
  public var deadlines: [DeadlineView] {
    instance.instances.filter { child, part in
      maySee(state: part.state, child: child) && child.map(visibility.children.contains) ?? true
    }.flatMap { deadlines(of: $0.child) }
  }

  /// The deadlines of one part, in the order in which they are due. Whether the reader may see them is not looked at.
  public func deadlines(of child: String?) -> [DeadlineView] {
    let running = instance.instance(child)?.deadlines ?? [:]
    guard !running.isEmpty, let part = instance.instance(child) else { return [] }
    let roles = visibility.roles.union(child.flatMap { visibility.parts[$0]?.roles } ?? [])
    let awaited = awaited(in: child)
    return running.sorted { ($0.value.dueAt, $0.key) < ($1.value.dueAt, $1.key) }.map { name, deadline in
      DeadlineView(
        alias: alias,
        region: instance.region,
        name: DeadlineName(name, child: child),
        workflow: workflow,
        definition: machine(of: child)?.deadlines[name],
        running: deadline,
        now: now,
        phase: machine(of: child)?.states[part.state]?.label ?? part.state,
        awaitedRoles: awaited.reduce(into: []) { if !$0.contains($1.role) { $0.append($1.role) } },
        readerRoles: roles,
        isReaderAwaited: awaited.contains { $0.organisation == reader.organisation && roles.contains($0.role) }
      )
    }
  }

  /// Who still must act in the case, or in a child. Of those who must vote only to whom may read the votes.
  public func awaited(in child: String?) -> [Decider.Awaited] {
    decider.awaited(in: instance, child: child).filter { awaited in
      machine(of: child)?.commands[awaited.command]?.audience.map { visibility.includes(audience: $0, child: child) }
        ?? true
    }
  }
}

extension CaseView {
  /// How the running deadlines came to their ends, of the case and of its children, as far as their present states are for
  /// the reader. Those of the case come first, each in the order in which they are due.
  public var explanations: [DeadlineExplanation] {
    instance.instances.filter { mayRead($0.child, $0.instance) }.flatMap { child, focus in
      focus.deadlines.sorted { ($0.value.dueAt, $0.key) < ($1.value.dueAt, $1.key) }
        .compactMap { decider.explanation(of: DeadlineName($0.key, child: child), in: instance) }
    }
  }

  private func mayRead(_ child: String?, _ focus: Instance) -> Bool {
    guard let child else { return isOpen }
    return visibility.children.contains(child) && maySee(state: focus.state, child: child)
  }
}

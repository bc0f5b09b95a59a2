import CaseCore
import OrderedCollections

extension CaseView {
  /// The deadlines of every part of the case whose present state is for the reader.
  public var deadlines: [DeadlineView] {
    instance.instances.filter { child, part in
      maySee(state: part.state, child: child) && child.map(insight.children.contains) ?? true
    }.flatMap { deadlines(of: $0.child) }
  }

  /// The deadlines of one part, in the order in which they are due. Whether the reader may see them is not looked at.
  public func deadlines(of child: String?) -> [DeadlineView] {
    let running = instance.instance(child)?.deadlines ?? [:]
    let roles = insight.roles.union(child.flatMap { insight.parts[$0]?.roles } ?? [])
    return running.sorted { ($0.value.dueAt, $0.key) < ($1.value.dueAt, $1.key) }.map { name, deadline in
      DeadlineView(
        alias: alias,
        region: instance.region,
        name: DeadlineName(name, child: child),
        workflow: workflow,
        definition: machine(of: child)?.deadlines[name],
        running: deadline,
        now: now,
        readerRoles: roles
      )
    }
  }
}

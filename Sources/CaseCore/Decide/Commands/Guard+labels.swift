import OrderedCollections

extension Guard {
  /// What it is about, each by its label and once: for somebody who has to know why it holds.
  /// - Parameter machine: the machine that it is about.
  func labels(_ definition: CommandDefinition, in machine: String, of workflow: Workflow) -> [String] {
    var labels: OrderedSet<String> = []
    collect(&labels, definition, in: machine, of: workflow)
    return labels.elements
  }

  private func collect(
    _ labels: inout OrderedSet<String>,
    _ definition: CommandDefinition,
    in machine: String,
    of workflow: Workflow
  ) {
    switch self {
    case .all(let guards), .any(let guards):
      for inner in guards { inner.collect(&labels, definition, in: machine, of: workflow) }
    case .not(let inner): inner.collect(&labels, definition, in: machine, of: workflow)
    case .root(let inner): inner.collect(&labels, definition, in: workflow.root, of: workflow)
    case .field(let name, _), .recent(.field(let name), _): labels.append(definition.fields[name]?.label ?? name)
    case .fact(let name, _), .reached(let name, _), .recent(.fact(let name), _):
      labels.append(workflow.machines[machine]?.facts[name]?.label ?? name)
    case .ground(let names): for name in names { labels.append(workflow.grounds[name]?.label ?? name) }
    case .decided, .divided, .visited, .state, .expired, .party, .sender, .voted, .children: break
    }
  }
}

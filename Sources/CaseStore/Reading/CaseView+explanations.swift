public import CaseCore
import OrderedCollections

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

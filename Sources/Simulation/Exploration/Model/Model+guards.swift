import CaseCore
import OrderedCollections

extension Model {
  /// What a guard is about.
  enum Scope {
    case frame(Frame)
    /// A child of this machine and sort.
    case sort(Children, Int)

    var name: String {
      switch self {
      case .frame(let frame): frame.key
      case .sort(let children, let number): "\(children.key)-\(children.first(countedWith: number))"
      }
    }
  }

  /// The situations in which all of the requirements hold.
  func holds(_ requirements: [Transition.Requirement], _ scope: Scope, _ command: String?) -> Node {
    space.all(requirements.map { holds($0.guard, scope, command) })
  }

  func holds(_ condition: Guard, _ scope: Scope, _ command: String?) -> Node {
    switch condition {
    case .all(let guards): return space.all(guards.map { holds($0, scope, command) })
    case .any(let guards): return space.any(guards.map { holds($0, scope, command) })
    case .not(let inner): return diagrams.not(holds(inner, scope, command))
    case .root(let inner): return holds(inner, .frame(root), command)
    case .children(let children): return holds(children)
    case .field(let name, let values): return self.field(name, values, command) ?? open(command ?? "", "\(condition)")
    case .recent(.field, _), .ground, .sender, .voted: return open(command ?? "", "\(condition)")
    case .party(let role):
      if case .frame(let frame) = scope, let party = frame.parties[role] { return space.set(party, 1) }
      return open(scope.name, "\(condition)")
    default: break
    }
    switch scope {
    case .frame(let frame): return frame.holds(condition, self) ?? open(scope.name, "\(condition)")
    case .sort(let children, let number): return children.holds(condition, number) ?? open(scope.name, "\(condition)")
    }
  }

  private func field(_ name: String, _ values: [Value], _ command: String?) -> Node? {
    guard let command, let field = field(name, of: command) else { return nil }
    used.insert(field.variable)
    return space.set(field.variable, values.compactMap { field.options.firstIndex(of: $0) }.map { $0 + 1 })
  }
}

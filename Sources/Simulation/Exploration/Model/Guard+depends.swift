import CaseCore
import OrderedCollections

extension Guard {
  /// Whether the command itself can make the guard hold or fail.
  func depends(on definition: CommandDefinition) -> Bool {
    switch self {
    case .all(let guards), .any(let guards): guards.contains { $0.depends(on: definition) }
    case .not(let inner): inner.depends(on: definition)
    // The case is another machine than that of the command, so only the fields of the command count.
    case .root(let inner): inner.readsField
    case .children(let children): children.condition?.readsField ?? false
    case .fact(let name, _), .field(let name, _), .reached(let name, _): definition.fields[name] != nil
    case .recent(.fact(let name), _), .recent(.field(let name), _): definition.fields[name] != nil
    case .decided(let decision, _), .divided(let decision): definition.ballot?.decision == decision
    case .ground, .sender, .voted: true
    case .visited, .state, .expired, .party: false
    }
  }

  /// Whether it is about a field of the command.
  private var readsField: Bool {
    switch self {
    case .all(let guards), .any(let guards): guards.contains(where: \.readsField)
    case .not(let inner), .root(let inner): inner.readsField
    case .field, .recent(.field, _), .ground, .sender, .voted: true
    case .children(let children): children.condition?.readsField ?? false
    case .fact, .reached, .recent, .decided, .divided, .visited, .state, .expired, .party: false
    }
  }
}

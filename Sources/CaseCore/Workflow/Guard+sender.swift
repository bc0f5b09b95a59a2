extension Guard {
  /// Whether it depends on the organisation that the command is given for.
  package var asksSender: Bool {
    switch self {
    case .sender: true
    case .all(let guards), .any(let guards): guards.contains(where: \.asksSender)
    case .not(let inner), .root(let inner): inner.asksSender
    case .fact, .field, .ground, .reached, .recent, .decided, .divided, .visited, .state, .expired, .party, .voted,
      .children:
      false
    }
  }
}

extension [Transition] {
  /// Whether each of them asks which organisation the command is given for.
  package var askSender: Bool { !isEmpty && allSatisfy { $0.requirements.contains { $0.guard.asksSender } } }
}

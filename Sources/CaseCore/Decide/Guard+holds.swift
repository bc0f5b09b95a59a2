import OrderedCollections

extension Guard {
  /// - Parameters:
  ///   - instance: the case with the command's own facts and vote already in it.
  ///   - fields: the command's fields.
  func holds(in instance: Case, machine: Machine, fields: [String: Value]) -> Bool {
    switch self {
    case .all(let guards): guards.allSatisfy { $0.holds(in: instance, machine: machine, fields: fields) }
    case .any(let guards): guards.contains { $0.holds(in: instance, machine: machine, fields: fields) }
    case .not(let inner): !inner.holds(in: instance, machine: machine, fields: fields)
    case .fact(let name, let values): instance.facts[name].map(values.contains) ?? false
    case .field(let name, let values): fields[name].map(values.contains) ?? false
    case .decided(let decision, let option): machine.standing(of: decision, in: instance) == .decided(option)
    case .divided(let decision): machine.standing(of: decision, in: instance) == .divided
    case .visited(let state, let count): instance.visits[state, default: 0] >= count
    case .party(let role): instance.parties.contains { $0.roles.contains(role) }
    }
  }
}

extension Machine {
  /// Where a joint decision stands in a case.
  public func standing(of decision: String, in instance: Case) -> JointDecision.Standing {
    decisions[decision]?.standing(instance.votes[decision] ?? [:]) ?? .open
  }
}

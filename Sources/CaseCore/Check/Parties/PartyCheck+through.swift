/// Roles that are held through another one.
extension PartyCheck {
  /// A join of the machine, and where it is written.
  typealias Joining = (join: Transition.Join, path: [String], place: TransitionPlace?)

  /// Every join: of transitions, of deadlines and of their reminders.
  func joins() -> [Joining] {
    let transitions = index.places(in: key).flatMap { place in
      place.transition.joins.enumerated().map { Joining($1, place.path + ["join", "\($0)"], place) }
    }
    let deadlines = machine.deadlines.flatMap { name, deadline -> [Joining] in
      let path = path + ["after", name]
      let reminded = deadline.reminders.enumerated().flatMap { index, reminder in
        reminder.joins.enumerated().map { Joining($1, path + ["remind", "\(index)", "join", "\($0)"], nil) }
      }
      return deadline.joins.enumerated().map { Joining($1, path + ["join", "\($0)"], nil) } + reminded
    }
    return transitions + deadlines
  }

  /// Nobody joins in a role that is held through another, nor leaves it: one has it as long as that other one, and then neither has to be
  /// undone apart.
  func needless() -> [WorkflowFault] {
    joined() + left()
  }

  private func joined() -> [WorkflowFault] {
    joins().flatMap { join, path, place -> [WorkflowFault] in
      let roles = place.map { joining(join, at: $0) } ?? [join.role].compactMap(\.self)
      let own = roles.filter(workflow.isThroughParty).prefix(1).map { role in
        fault(role, join.role == nil ? path : path + ["role"], "daarin treedt niemand toe")
      }
      guard case .party(let other) = join.source, workflow.isThroughParty(other) else { return own }
      return own + [fault(other, path + ["from", "party"], "noem de rol waarin die zelf deelneemt")]
    }
  }

  private func left() -> [WorkflowFault] {
    index.places(in: key).flatMap { place in
      place.transition.leaves.enumerated().compactMap { index, leave in
        guard case .role(let role) = leave, workflow.isThroughParty(role) else { return nil }
        return fault(role, place.path + ["leave", "\(index)"], "zij eindigt met die andere rol")
      }
    }
  }

  private func fault(_ role: String, _ path: [String], _ advice: String) -> WorkflowFault {
    let message = "De rol «\(role)» heeft wie in een andere rol deelneemt (through): \(advice)."
    return .init(path, message, basis: [.all(of: ["roles", role])])
  }
}

import OrderedCollections

/// What happens to a case as soon as settings take effect, because a deadline is over by its new due moment: it expires,
/// with all that follows from that. Undoing the settings does not undo it.
///
/// It is stored with the approval, as JSON with the members of `CodingKeys`: none may be renamed or removed.
public struct Consequence: Hashable, Sendable, Codable {
  /// A part of the case that enters another phase.
  public struct Move: Hashable, Sendable, Codable {
    /// `nil` for the case itself.
    public var child: String?
    /// As the workflow labels them.
    public var from: String
    public var to: String

    private enum CodingKeys: String, CodingKey {
      case child, from, to
    }
  }

  /// The deadline that expires: its name, or child/name.
  public var deadline: String
  public var moves: [Move]
  /// The roles that are notified, as the workflow labels them.
  public var told: [String]

  private enum CodingKeys: String, CodingKey {
    case deadline, moves, told
  }
}

extension Decider {
  /// What the settings do to a case at once, besides ``deadlineChanges(in:)``; empty when nothing expires.
  /// - Parameter instance: the case as the clock has it: nothing in it is due.
  public func consequences(of changes: [DeadlineChange], in instance: Case) -> [Consequence] {
    guard changes.contains(where: \.isOverdueAtOnce), var before = recalculate(instance)?.decision.result else {
      return []
    }
    return applyingSettings(for: before).overdue(in: before).compactMap { decision in
      defer { before = decision.result }
      return consequence(decision, on: before)
    }
  }

  /// - Returns: `nil` for a warning and a reminder.
  private func consequence(_ decision: Decision, on before: Case) -> Consequence? {
    let entry = decision.entry
    guard case .deadline(let name, let timer, _) = entry.cause,
      before.instance(entry.child)?.deadlines[name]?.timers[timer].kind == .expiry
    else { return nil }
    let moves = before.instances.compactMap { child, part -> Consequence.Move? in
      guard let after = decision.result.instance(child), after.state != part.state else { return nil }
      let states = workflow.machines[part.machine]?.states
      return Consequence.Move(
        child: child,
        from: states?[part.state]?.label ?? part.state,
        to: states?[after.state]?.label ?? after.state
      )
    }
    return Consequence(
      deadline: DeadlineName(name, child: entry.child).description,
      moves: moves,
      told: entry.audience.map { workflow.roles[$0]?.label ?? $0 }
    )
  }
}

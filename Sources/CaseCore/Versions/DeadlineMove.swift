/// What the move to another version does to one deadline of a case, or of one of its children.
public struct DeadlineMove: Hashable, Sendable {
  public enum Effect: String, Hashable, Sendable, CaseIterable {
    /// Counted by the same rule: it runs on unchanged.
    case kept
    /// Counted by another rule: due at the moment that this rule gives from where the deadline began.
    case changed
    /// The new version has it here and the old one had not: it starts at the move.
    case started
    /// The new version does not have it here.
    case ended
  }

  public var name: DeadlineName
  public var effect: Effect
  /// When it was due before; `nil` for one that starts, or that was suspended.
  public var oldDue: Instant?
  /// When it is due after; `nil` for one that ends, or that is suspended. For one that starts it is counted from the moment
  /// of the plan.
  public var newDue: Instant?
  /// Whether it is already over and that was not reported: it expires as soon as the case has moved.
  public var isOverdueAtOnce: Bool

  public init(name: DeadlineName, effect: Effect, oldDue: Instant?, newDue: Instant?, isOverdueAtOnce: Bool) {
    self.name = name
    self.effect = effect
    self.oldDue = oldDue
    self.newDue = newDue
    self.isOverdueAtOnce = isOverdueAtOnce
  }
}

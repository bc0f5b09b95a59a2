public import OrderedCollections

/// A phase of a case: who may know of it, and what may be done in it.
public struct State: Hashable, Sendable {
  public var label: String
  /// The roles that are notified of what happens in this state and may read it.
  public var audience: [String]
  /// Whether people decide here: the only kind of state that a deadline may lead into.
  public var isReview: Bool
  /// Whether nothing happens after this state.
  public var isFinal: Bool
  /// The joint decisions, each with its outcome, of which one is required to enter this state; none for a state that is entered without.
  public var onlyBy: [Outcome]
  public var on: OrderedDictionary<String, [Transition]>
  /// The name that it had in an earlier version.
  public var was: String?

  public init(
    label: String,
    audience: [String],
    isReview: Bool = false,
    isFinal: Bool = false,
    onlyBy: [Outcome] = [],
    on: OrderedDictionary<String, [Transition]> = [:],
    was: String? = nil
  ) {
    self.label = label
    self.audience = audience
    self.isReview = isReview
    self.isFinal = isFinal
    self.onlyBy = onlyBy
    self.on = on
    self.was = was
  }

  /// An outcome of a joint decision.
  public struct Outcome: Hashable, Sendable {
    public var decision: String
    public var option: String

    public init(decision: String, option: String) {
      self.decision = decision
      self.option = option
    }
  }
}

public import OrderedCollections

/// A phase of a case: who may know of it, and what may be done in it.
public struct State: Hashable, Sendable {
  public var label: String
  /// The roles that are told of what happens in this state and may read it.
  public var audience: [String]
  /// People decide here: the only kind of state that a deadline may lead into.
  public var isReview: Bool
  /// Nothing happens after this state.
  public var isFinal: Bool
  public var on: OrderedDictionary<String, [Transition]>

  public init(
    label: String,
    audience: [String],
    isReview: Bool = false,
    isFinal: Bool = false,
    on: OrderedDictionary<String, [Transition]> = [:]
  ) {
    self.label = label
    self.audience = audience
    self.isReview = isReview
    self.isFinal = isFinal
    self.on = on
  }
}

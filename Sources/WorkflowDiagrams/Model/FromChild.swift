struct FromChild: Hashable, Sendable {
  var move: Move
  /// The key of the state that the case goes to.
  var target: String
  var targetLabel: String
}

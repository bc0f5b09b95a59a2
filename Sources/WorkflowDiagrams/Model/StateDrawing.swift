struct StateDrawing: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case ordinary
    /// People decide here; a deadline may lead here.
    case review
    case final
  }

  var key: String
  var label: String
  var kind: Kind
  /// The names of the roles that know of what happens here.
  var audience: [String]
  /// The outcome of a joint decision without which nothing leads here, in words.
  var only: String?
  /// What can be done here without leaving.
  var stays: [Move]
  /// The deadlines that run here.
  var deadlines: [DeadlineDrawing]
}

package import StrictJSON

extension JSONLimits {
  /// What the service says to a partner may be long.
  package static let ofAnswers = JSONLimits(bytes: 4 << 20, depth: 64, values: 1_000_000)
}

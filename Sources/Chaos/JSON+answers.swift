import StrictJSON

extension JSONLimits {
  /// What the service says to a partner may be long.
  static let ofAnswers = JSONLimits(bytes: 4 << 20, depth: 64, values: 1_000_000)
}

extension JSON {
  var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
}

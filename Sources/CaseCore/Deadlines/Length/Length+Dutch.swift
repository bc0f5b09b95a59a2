extension Length {
  /// As a Dutch reader says it: `6 weken`, but `72 uur` and `5 jaar`, which have no plural after a number.
  public var dutch: String {
    switch unit {
    case .hours: "\(amount) uur"
    case .days: amount == 1 ? "1 dag" : "\(amount) dagen"
    case .weeks: amount == 1 ? "1 week" : "\(amount) weken"
    case .months: amount == 1 ? "1 maand" : "\(amount) maanden"
    case .years: "\(amount) jaar"
    }
  }
}

/// The length of a term in one unit, as the law or the agreement expresses it: `P6W` is six weeks and not 42 days, because
/// the rules of counting differ by unit.
public struct Length: Sendable, Hashable {
  public enum Unit: Sendable, Hashable {
    case hours, days, weeks, months, years
  }

  /// At least 1, at most ``Unit/limit``.
  public let amount: Int
  public let unit: Unit

  public init(_ amount: Int, _ unit: Unit) throws(LengthError) {
    guard amount > 0 else { throw LengthError(.notPositive) }
    guard amount <= unit.limit else { throw LengthError(.tooLong) }
    self.amount = amount
    self.unit = unit
  }
}

extension Length.Unit {
  /// The largest amount of this unit: about a hundred years. More is a typing error.
  public var limit: Int {
    switch self {
    case .hours: 876_600
    case .days: 36_525
    case .weeks: 5_218
    case .months: 1_200
    case .years: 100
    }
  }
}

extension Length {
  /// An approximation for sorting: a month counts as 30 days, a year as 365.
  package var roughHours: Int {
    switch unit {
    case .hours: amount
    case .days: amount * 24
    case .weeks: amount * 24 * 7
    case .months: amount * 24 * 30
    case .years: amount * 24 * 365
    }
  }

  /// Whether it can be longer, depending on the first day: a month is longer than 30 days from 1 January.
  func isLonger(than other: Length) -> Bool {
    if unit == .hours || other.unit == .hours { return roughHours > other.roughHours }
    return (0..<12).contains { month in
      let start = CivilDate(dayNumber: 19_723).adding(months: month)
      return start.adding(self) > start.adding(other)
    }
  }
}

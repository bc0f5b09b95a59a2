extension Length {
  /// Enough to put lengths in order; a month counts as 30 days, a year as 365.
  package var roughHours: Int {
    switch unit {
    case .hours: amount
    case .days: amount * 24
    case .weeks: amount * 24 * 7
    case .months: amount * 24 * 30
    case .years: amount * 24 * 365
    }
  }

  /// Whether it is longer, counted from some days at least: a month is longer than 30 days from 1 January.
  func isLonger(than other: Length) -> Bool {
    if unit == .hours || other.unit == .hours { return roughHours > other.roughHours }
    return (0..<12).contains { month in
      let start = CivilDate(dayNumber: 19_723).adding(months: month)
      return start.adding(self) > start.adding(other)
    }
  }
}

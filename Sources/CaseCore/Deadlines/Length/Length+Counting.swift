extension Length {
  /// Whether article 4, under a, of the Algemene termijnenwet excludes the term: in hours, or longer than 90 days, twelve
  /// weeks or three months, or in years. The act goes by the unit in which the term is expressed: 13 weeks are excluded,
  /// though 90 days are not.
  var isOutsideAtw: Bool {
    switch unit {
    case .hours, .years: true
    case .days: amount > 90
    case .weeks: amount > 12
    case .months: amount > 3
    }
  }

  /// Whether the term has at least this many days. Weeks, months and years are longer than any minimum in the law.
  func isAtLeast(days: Int) -> Bool { unit != .days || amount >= days }

  /// For a length in hours.
  var microseconds: Int64 { Int64(amount) * 3_600 * Instant.microsecondsASecond }
}

extension CivilDate {
  /// The last day of a term whose event was on this day. The day of the event is not counted, so a week ends on the same
  /// weekday, and a month on the same day number, or on the last day of a month that has no such number.
  func adding(_ length: Length, times sign: Int = 1) -> CivilDate {
    switch length.unit {
    case .hours: self
    case .days: adding(days: sign * length.amount)
    case .weeks: adding(days: sign * length.amount * 7)
    case .months: adding(months: sign * length.amount)
    case .years: adding(months: sign * length.amount * 12)
    }
  }
}

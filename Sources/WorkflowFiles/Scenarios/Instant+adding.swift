import CaseCore

extension Instant {
  /// The same time of day in Amsterdam so many days, weeks, months or years later; or so many hours later.
  func adding(_ length: Length) -> Instant {
    let local = Amsterdam.local(at: self)
    let date =
      switch length.unit {
      case .hours: local.date
      case .days: local.date.adding(days: length.amount)
      case .weeks: local.date.adding(days: 7 * length.amount)
      case .months: local.date.adding(months: length.amount)
      case .years: local.date.adding(months: 12 * length.amount)
      }
    if length.unit == .hours { return adding(seconds: Int64(3_600 * length.amount)) }
    return CivilDateTime(date: date, hour: local.hour, minute: local.minute, second: local.second)
      .map(Amsterdam.instant) ?? self
  }
}

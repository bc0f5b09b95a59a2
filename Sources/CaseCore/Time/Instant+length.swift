extension Instant {
  /// The same time of day in Amsterdam so many days, weeks, months or years later; or so many hours later.
  public func adding(_ length: Length) -> Instant { moved(by: length, times: 1) }

  /// The same time of day in Amsterdam so many days, weeks, months or years earlier; or so many hours earlier.
  public func subtracting(_ length: Length) -> Instant { moved(by: length, times: -1) }

  private func moved(by length: Length, times sign: Int) -> Instant {
    if length.unit == .hours { return adding(seconds: Int64(3_600 * sign * length.amount)) }
    let local = Amsterdam.local(at: self)
    let date = local.date.adding(length, times: sign)
    return Amsterdam.instant(at: CivilDateTime(date: date, microsecondOfDay: local.microsecondOfDay))
  }
}

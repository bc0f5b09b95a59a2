extension Instant {
  /// The same time of day in Amsterdam so many days, weeks, months or years earlier; or so many hours earlier.
  func subtracting(_ length: Length) -> Instant {
    if length.unit == .hours { return adding(seconds: Int64(-3_600 * length.amount)) }
    let local = Amsterdam.local(at: self)
    return Amsterdam.startOfDay(local.date.adding(length, times: -1)).adding(microseconds: local.microsecondOfDay)
  }
}

/// A moment in time: microseconds since 1970-01-01T00:00:00Z, the resolution of PostgreSQL.
///
/// Every value is in the years 1 to 9999, so that every value can be printed and read back. A value outside (an addition
/// that overflows, PostgreSQL's `infinity`) becomes ``min`` or ``max``.
public struct Instant: Sendable, Hashable {
  /// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
  public let microseconds: Int64

  /// 0001-01-01T00:00:00Z
  public static let min = Instant(unchecked: Int64(CivilDate.min.dayNumber) * microsecondsADay)
  /// 9999-12-31T23:59:59.999999Z
  public static let max = Instant(unchecked: Int64(CivilDate.max.dayNumber + 1) * microsecondsADay - 1)

  package static let microsecondsASecond: Int64 = 1_000_000
  static let microsecondsADay: Int64 = 86_400 * microsecondsASecond

  private init(unchecked microseconds: Int64) { self.microseconds = microseconds }

  /// The moment this many microseconds after 1970-01-01T00:00:00Z, or the nearest end of the range.
  public init(microseconds: Int64) {
    self.microseconds = Swift.min(Swift.max(microseconds, Self.min.microseconds), Self.max.microseconds)
  }

  public func adding(microseconds: Int64) -> Instant {
    let (sum, overflow) = self.microseconds.addingReportingOverflow(microseconds)
    guard !overflow else { return microseconds < 0 ? .min : .max }
    return Instant(microseconds: sum)
  }

  public func adding(seconds: Int64) -> Instant {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: Self.microsecondsASecond)
    guard !overflow else { return seconds < 0 ? .min : .max }
    return adding(microseconds: product)
  }

  /// From `other` to this moment; negative when `other` is later.
  public func microseconds(since other: Instant) -> Int64 { microseconds - other.microseconds }
}

extension Instant: Comparable {
  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
}

extension Instant {
  /// The date and the microsecond of the day in UTC.
  var utc: CivilDateTime {
    let day = microseconds / Self.microsecondsADay - (microseconds % Self.microsecondsADay < 0 ? 1 : 0)
    return CivilDateTime(
      date: CivilDate(dayNumber: Int(day)),
      microsecondOfDay: microseconds - day * Self.microsecondsADay
    )
  }
}

extension Instant {
  /// The same time of day in Amsterdam, this many days, weeks, months or years later; or this many hours later.
  public func adding(_ length: Length) -> Instant { moved(by: length, times: 1) }

  /// The same time of day in Amsterdam, this many days, weeks, months or years earlier; or this many hours earlier.
  public func subtracting(_ length: Length) -> Instant { moved(by: length, times: -1) }

  private func moved(by length: Length, times sign: Int) -> Instant {
    if length.unit == .hours { return adding(microseconds: Int64(sign) * length.microseconds) }
    let local = Amsterdam.local(at: self)
    let date = local.date.adding(length, times: sign)
    return Amsterdam.instant(at: CivilDateTime(date: date, microsecondOfDay: local.microsecondOfDay))
  }
}

/// The time in the Netherlands, Europe/Amsterdam, computed from the rule instead of from a time zone database.
///
/// Directive 2000/84/EC: summer time (UTC+2) runs from the last Sunday of March, 01:00 UTC, to the last Sunday of October,
/// 01:00 UTC; the rest of the year is UTC+1. This has been the rule since 1996. For earlier years these functions apply the
/// same rule, and may be an hour wrong. When the law changes, this file changes: no machine's tzdata can make two instances
/// of the service disagree about a legal deadline.
///
/// The clock jumps from 02:00 to 03:00 in March (a *gap*: no such times) and from 03:00 back to 02:00 in October (a *fold*:
/// each such time happens twice). Midnight is in neither, so a day always begins at one moment; it lasts 23 or 25 hours.
public enum Amsterdam {
  /// The first full year for which the rule is the law.
  public static let firstYear = 1996

  /// The date and time in the Netherlands at this moment.
  public static func local(at instant: Instant) -> CivilDateTime {
    instant.adding(microseconds: offset(isSummer: isSummer(instant))).utc
  }

  /// The Dutch date at this moment.
  public static func date(at instant: Instant) -> CivilDate { local(at: instant).date }

  /// The moment at which this day begins in the Netherlands, 00:00.
  public static func startOfDay(_ date: CivilDate) -> Instant {
    instant(at: CivilDateTime(date: date, microsecondOfDay: 0))
  }

  /// The moment at which the Dutch clock shows this time. In the gap it is the moment that is an hour later on the clock
  /// (02:30 is read as 03:30, as if the clock had not been changed yet); in the fold it is the first of the two.
  public static func instant(at local: CivilDateTime) -> Instant {
    let year = local.date.year
    let start = CivilDateTime(date: lastSunday(ofMonth: 3, year: year), microsecondOfDay: 3 * hour)
    let end = CivilDateTime(date: lastSunday(ofMonth: 10, year: year), microsecondOfDay: 3 * hour)
    let utc = Int64(local.date.dayNumber) * Instant.microsecondsADay + local.microsecondOfDay
    return Instant(microseconds: utc - offset(isSummer: start <= local && local < end))
  }

  private static let hour = 3_600 * Instant.microsecondsASecond

  private static func offset(isSummer: Bool) -> Int64 { isSummer ? 2 * hour : hour }

  private static func isSummer(_ instant: Instant) -> Bool {
    let utc = instant.utc
    let year = utc.date.year
    let start = CivilDateTime(date: lastSunday(ofMonth: 3, year: year), microsecondOfDay: hour)
    let end = CivilDateTime(date: lastSunday(ofMonth: 10, year: year), microsecondOfDay: hour)
    return start <= utc && utc < end
  }

  /// March and October have 31 days, and that day always exists.
  private static func lastSunday(ofMonth month: Int, year: Int) -> CivilDate {
    let last = CivilDate(year: year, month: month, day: 31) ?? .max
    return last.adding(days: -(last.weekday.rawValue % 7))
  }
}

extension Amsterdam {
  /// RFC 3339 in Dutch time, with the offset: `2026-12-30T00:00:00+01:00`.
  public static func rfc3339(_ instant: Instant) -> String {
    let local = local(at: instant)
    let isSummer = Instant(microseconds: instant.microseconds + 2 * 3_600 * Instant.microsecondsASecond).utc == local
    return "\(local)+0\(isSummer ? 2 : 1):00"
  }
}

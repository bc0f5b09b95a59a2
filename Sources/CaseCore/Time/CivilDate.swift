/// A day on the (proleptic) Gregorian calendar, of the years 1 to 9999, without a time and without a time zone.
///
/// It is stored as a day number, so that comparing, adding days and finding the weekday are plain arithmetic. Arithmetic
/// that would leave the range stops at its end (``min``, ``max``).
public struct CivilDate: Sendable, Hashable {
  /// Days since 1970-01-01, which has number 0.
  public let dayNumber: Int

  public static let min = CivilDate(unchecked: -719_162)
  public static let max = CivilDate(unchecked: 2_932_896)

  private init(unchecked dayNumber: Int) { self.dayNumber = dayNumber }

  /// The day with this number, or the nearest end of the range.
  public init(dayNumber: Int) {
    self.dayNumber = Swift.min(Swift.max(dayNumber, Self.min.dayNumber), Self.max.dayNumber)
  }

  /// `nil` when no such day exists (30 February) or the year is not within 1...9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard (1...Self.lastDay(ofMonth: month, year: year)).contains(day) else { return nil }
    self.init(unchecked: Self.dayNumber(year: year, month: month, day: day))
  }

  public var year: Int { components.year }
  public var month: Int { components.month }
  public var day: Int { components.day }

  public var weekday: Weekday {
    // Day 0 was a Thursday. The remainder is within 1...7, so the initialiser always finds a day.
    Weekday(rawValue: Self.remainder(dayNumber + 3, 7) + 1) ?? .monday
  }

  public func adding(days: Int) -> CivilDate {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    guard !overflow else { return days < 0 ? .min : .max }
    return CivilDate(dayNumber: sum)
  }

  /// The same day number `months` months later (or earlier), or the last day of that month when it is shorter.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = components
    // Ten thousand years leave the range from any date, so more need not be added.
    let count = year * 12 + (month - 1) + Swift.min(Swift.max(months, -120_000), 120_000)
    let (newYear, newMonth) = (Self.quotient(count, 12), Self.remainder(count, 12) + 1)
    guard newYear >= 1 else { return .min }
    guard newYear <= 9999 else { return .max }
    let last = Self.lastDay(ofMonth: newMonth, year: newYear)
    return CivilDate(unchecked: Self.dayNumber(year: newYear, month: newMonth, day: Swift.min(day, last)))
  }

  /// Days from `other` to this day; negative when `other` is later.
  public func days(since other: CivilDate) -> Int { dayNumber - other.dayNumber }

  /// The number of the last day of a month: 28, 29, 30 or 31. The month must be within 1...12.
  public static func lastDay(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}

extension CivilDate: Comparable {
  public static func < (left: CivilDate, right: CivilDate) -> Bool { left.dayNumber < right.dayNumber }
}

/// Years are counted from 1 March here, so that the leap day is the last of its year and each month starts a fixed number
/// of days after 1 March; 400 years are always 146,097 days. (The method is Howard Hinnant's `days_from_civil`.)
extension CivilDate {
  private static let daysIn400Years = 146_097
  /// From 0000-03-01 to 1970-01-01.
  private static let epoch = 719_468

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let era = quotient(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * daysIn400Years + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - epoch
  }

  /// Year, month and day in one computation.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + Self.epoch
    let era = Self.quotient(shifted, Self.daysIn400Years)
    let dayOfEra = shifted - era * Self.daysIn400Years
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func quotient(_ value: Int, _ divisor: Int) -> Int {
    (value >= 0 ? value : value - divisor + 1) / divisor
  }

  private static func remainder(_ value: Int, _ divisor: Int) -> Int { value - quotient(value, divisor) * divisor }
}

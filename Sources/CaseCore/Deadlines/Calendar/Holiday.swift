/// A holiday of article 3, paragraphs 1 and 2, of the Algemene termijnenwet.
///
/// The statute decides here, not what people have off: 5 May is a holiday every year, and Good Friday is equated with one.
/// Easter Sunday and Whit Sunday are not in the statute; they are Sundays.
public enum Holiday: Sendable, Hashable {
  case newYearsDay
  case goodFriday
  case easterMonday
  case kingsDay
  case queensDay
  case liberationDay
  case ascensionDay
  case whitMonday
  case christmasDay
  case boxingDay

  /// The holiday on this day, if it is one. When two fall on one day (Ascension Day was 5 May in 2016), the first in order
  /// of the cases.
  public init?(on date: CivilDate) {
    guard let holiday = Self.fixed(on: date) ?? Self.movable(on: date) else { return nil }
    self = holiday
  }

  private static func fixed(on date: CivilDate) -> Holiday? {
    let (year, month, day) = date.components
    switch (month, day) {
    case (1, 1): return .newYearsDay
    case (4, 25...30) where date == royalBirthday(year): return year >= 2014 ? .kingsDay : .queensDay
    case (5, 5): return .liberationDay
    case (12, 25): return .christmasDay
    case (12, 26): return .boxingDay
    default: return nil
    }
  }

  /// Easter Sunday is between 22 March and 25 April, so what depends on it is between 20 March and 14 June.
  private static func movable(on date: CivilDate) -> Holiday? {
    guard (3...6).contains(date.month) else { return nil }
    switch date.days(since: easterSunday(date.year)) {
    case -2: return .goodFriday
    case 1: return .easterMonday
    case 39: return .ascensionDay
    case 50: return .whitMonday
    default: return nil
    }
  }

  /// The day on which the birthday of the King (27 April, from 2014) or of the Queen (30 April) is celebrated: the
  /// Saturday before when it is a Sunday.
  private static func royalBirthday(_ year: Int) -> CivilDate? {
    guard let date = CivilDate(year: year, month: 4, day: year >= 2014 ? 27 : 30) else { return nil }
    return date.weekday == .sunday ? date.adding(days: -1) : date
  }
}

import CaseCore
import Testing

@Suite struct HolidayTests {
  @Test(arguments: [
    (2014, "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26", "the first Koningsdag, moved to Saturday"),
    (2013, "01-01 03-29 04-01 04-30 05-05 05-09 05-20 12-25 12-26", "the last Koninginnedag"),
    (2016, "01-01 03-25 03-28 04-27 05-05 05-16 12-25 12-26", "Hemelvaartsdag on 5 May: eight days"),
    (2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26", "as published"),
    (2027, "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26", "as published"),
    (2028, "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26", "as published"),
    (2025, "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26", "Koningsdag moved to Saturday"),
    (2038, "01-01 04-23 04-26 04-27 05-05 06-03 06-14 12-25 12-26", "the latest Easter"),
    (2285, "01-01 03-20 03-23 04-27 04-30 05-05 05-11 12-25 12-26", "the earliest Easter"),
  ])
  func holidaysOfAYear(_ year: Int, _ days: String, _ why: String) throws {
    let first = try #require(CivilDate(year: year, month: 1, day: 1))
    let found = (0..<365).map { first.adding(days: $0) }.filter { Holiday(on: $0) != nil }
    #expect(found.map { String("\($0)".dropFirst(5)) }.joined(separator: " ") == days, "\(why)")
  }

  /// Koningsdag leaves Sunday for Saturday in exactly these years.
  @Test func koningsdagIsNeverOnSunday() throws {
    let moved = try (2014...2050).filter { year in
      Holiday(on: try #require(CivilDate(year: year, month: 4, day: 26))) == .kingsDay
    }
    #expect(moved == [2014, 2025, 2031, 2036, 2042])
  }

  @Test func twoOnOneDayHaveOneName() throws {
    #expect(try Holiday(on: CivilDate(iso8601: "2016-05-05")) == .liberationDay)
  }

  /// Against Gauss's algorithm, with the two exceptions he later gave, for every year a term may start in.
  @Test func easterAgreesWithGauss() throws {
    for year in DeadlineRule.years {
      let easterMonday = NaiveCalendar.easter(year).adding(days: 1)
      if Holiday(on: easterMonday) != .easterMonday {
        Issue.record("second Easter day of \(year) is not \(easterMonday)")
      }
    }
  }
}

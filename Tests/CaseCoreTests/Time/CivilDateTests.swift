import CaseCore
import Foundation
import Testing

@Suite struct CivilDateTests {
  /// Walks the calendar a day at a time, with nothing but the lengths of the months.
  @Test(arguments: [1...5, 1895...1905, 1995...2060, 2095...2105, 9995...9999])
  func countsLikeACalendarOnTheWall(_ years: ClosedRange<Int>) throws {
    let first = try #require(CivilDate(year: years.lowerBound, month: 1, day: 1))
    var expected = (year: years.lowerBound, month: 1, day: 1)
    var wrong: [CivilDate] = []
    for offset in 0..<years.count * 365 {
      let date = first.adding(days: offset)
      if date.components != expected || date.weekday.rawValue != (first.weekday.rawValue - 1 + offset) % 7 + 1 {
        wrong.append(date)
      }
      if CivilDate(year: expected.year, month: expected.month, day: expected.day) != date { wrong.append(date) }
      expected = Self.next(expected)
    }
    #expect(wrong.isEmpty)
  }

  private static func next(_ date: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int) {
    let isLeap = date.year % 400 == 0 || date.year % 4 == 0 && date.year % 100 != 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if date.day < lengths[date.month - 1] { return (date.year, date.month, date.day + 1) }
    return date.month < 12 ? (date.year, date.month + 1, 1) : (date.year + 1, 1, 1)
  }

  @Test(arguments: [
    ("1970-01-01", Weekday.thursday), ("2000-01-01", .saturday), ("2024-02-29", .thursday), ("2026-05-04", .monday),
    ("1582-10-15", .friday), ("0001-01-01", .monday), ("9999-12-31", .friday),
  ])
  func knowsTheWeekday(_ text: String, _ weekday: Weekday) throws {
    #expect(try CivilDate(iso8601: text).weekday == weekday)
  }

  @Test(arguments: [
    "", "2026-5-04", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-10", "2026-01-00", "0000-01-01",
    "20260504", "2026-05-04T", "+2026-05-04", "2026-W19-1", "2026/05/04", "10000-01-01",
  ])
  func refusesNonsense(_ text: String) {
    #expect(throws: TimeFormatError.self) { try CivilDate(iso8601: text) }
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28", "the shorter month's last day"),
    ("2028-01-31", 1, "2028-02-29", "in a leap year"),
    ("2026-02-28", 1, "2026-03-28", "the number stays; a last day does not stay a last day"),
    ("2028-02-29", 12, "2029-02-28", "no leap day a year later"),
    ("2028-02-29", 48, "2032-02-29", "but four years later"),
    ("2026-03-31", -1, "2026-02-28", "back as well"),
    ("2026-01-15", -1, "2025-12-15", "back over the year's end"),
    ("2026-12-15", 1, "2027-01-15", "over the year's end"),
    ("9999-12-01", 1, "9999-12-31", "stops at the last day"),
    ("0001-01-31", -1, "0001-01-01", "stops at the first day"),
    ("2026-01-01", .max, "9999-12-31", "however far"),
    ("2026-01-01", .min, "0001-01-01", "however far back"),
  ])
  func addsMonths(_ from: String, _ months: Int, _ to: String, _ why: String) throws {
    #expect(try "\(CivilDate(iso8601: from).adding(months: months))" == to, "\(why)")
  }

  @Test func staysInRange() {
    #expect(CivilDate.max.adding(days: 1) == .max)
    #expect(CivilDate.max.adding(days: .max) == .max)
    #expect(CivilDate.min.adding(days: .min) == .min)
    #expect("\(CivilDate.min) \(CivilDate.max)" == "0001-01-01 9999-12-31")
  }

  @Test func isStoredAsText() throws {
    let dates = [try CivilDate(iso8601: "2026-05-04")]
    let data = try JSONEncoder().encode(dates)
    #expect(String(decoding: data, as: UTF8.self) == #"["2026-05-04"]"#)
    #expect(try JSONDecoder().decode([CivilDate].self, from: data) == dates)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode([CivilDate].self, from: Data(#"["2026-02-30"]"#.utf8))
    }
  }

  @Test func speaksDutch() throws {
    #expect(try CivilDate(iso8601: "2026-05-04").dutch == "maandag 4 mei 2026")
    #expect(try CivilDate(iso8601: "2028-02-29").dutch == "dinsdag 29 februari 2028")
  }
}

import CaseCore
import Testing

@Suite struct AmsterdamTests {
  /// The changes of the clock as they were published, at 01:00 UTC.
  static let published: [(start: String, end: String)] = [
    ("1996-03-31", "1996-10-27"), ("2000-03-26", "2000-10-29"), ("2016-03-27", "2016-10-30"),
    ("2020-03-29", "2020-10-25"), ("2021-03-28", "2021-10-31"), ("2022-03-27", "2022-10-30"),
    ("2023-03-26", "2023-10-29"), ("2024-03-31", "2024-10-27"), ("2025-03-30", "2025-10-26"),
    ("2026-03-29", "2026-10-25"), ("2027-03-28", "2027-10-31"), ("2028-03-26", "2028-10-29"),
  ]

  @Test(arguments: published) func changesTheClock(_ change: (start: String, end: String)) throws {
    let start = try Instant(rfc3339: "\(change.start)T01:00:00Z")
    let end = try Instant(rfc3339: "\(change.end)T01:00:00Z")
    #expect("\(Amsterdam.local(at: start.adding(microseconds: -1)))" == "\(change.start)T01:59:59.999999")
    #expect("\(Amsterdam.local(at: start))" == "\(change.start)T03:00:00")
    #expect("\(Amsterdam.local(at: end.adding(microseconds: -1)))" == "\(change.end)T02:59:59.999999")
    #expect("\(Amsterdam.local(at: end))" == "\(change.end)T02:00:00")
  }

  @Test(arguments: [
    ("2026-03-29", 1, 59, "2026-03-29T00:59:00Z", "just before the gap"),
    ("2026-03-29", 2, 0, "2026-03-29T01:00:00Z", "the gap's first time is 03:00"),
    ("2026-03-29", 2, 30, "2026-03-29T01:30:00Z", "in the gap, read as 03:30"),
    ("2026-03-29", 3, 0, "2026-03-29T01:00:00Z", "just after the gap"),
    ("2026-10-25", 1, 59, "2026-10-24T23:59:00Z", "just before the fold"),
    ("2026-10-25", 2, 0, "2026-10-25T00:00:00Z", "the first of the two"),
    ("2026-10-25", 2, 59, "2026-10-25T00:59:00Z", "still the first of the two"),
    ("2026-10-25", 3, 0, "2026-10-25T02:00:00Z", "just after the fold"),
    ("2026-07-01", 12, 0, "2026-07-01T10:00:00Z", "summer"),
    ("2026-12-01", 12, 0, "2026-12-01T11:00:00Z", "winter"),
  ])
  func readsTheClock(_ date: String, _ hour: Int, _ minute: Int, _ instant: String, _ why: String) throws {
    let local = try #require(CivilDateTime(date: CivilDate(iso8601: date), hour: hour, minute: minute))
    #expect("\(Amsterdam.instant(at: local))" == instant, "\(why)")
  }

  @Test(arguments: [
    ("2025-12-31T22:59:59Z", "2025-12-31", "a second before New Year in the Netherlands"),
    ("2025-12-31T23:00:00Z", "2026-01-01", "New Year comes an hour before UTC"),
    ("2026-06-30T21:59:59Z", "2026-06-30", "in summer two hours"),
    ("2026-06-30T22:00:00Z", "2026-07-01", "in summer two hours"),
  ])
  func knowsTheDate(_ instant: String, _ date: String, _ why: String) throws {
    #expect(try "\(Amsterdam.date(at: Instant(rfc3339: instant)))" == date, "\(why)")
  }

  /// Every day from 2020 to 2050 begins at a local midnight, and lasts 24 hours but for one of 23 and one of 25 each year.
  @Test func daysFollowEachOther() throws {
    var date = try CivilDate(iso8601: "2020-01-01")
    var hours: [Int64: Int] = [:]
    while date.year <= 2050 {
      let start = Amsterdam.startOfDay(date)
      let local = Amsterdam.local(at: start)
      if local.date != date || local.microsecondOfDay != 0 { Issue.record("\(date) begins at \(local)") }
      hours[Amsterdam.startOfDay(date.adding(days: 1)).microseconds(since: start) / 3_600_000_000, default: 0] += 1
      date = date.adding(days: 1)
    }
    #expect(hours == [23: 31, 24: 11_261, 25: 31])
  }

  @Test(arguments: Seed.some) func theClockReadsBack(_ seed: Seed) throws {
    var random = seed.generator
    let years = try Instant(rfc3339: "1996-01-01T00:00:00Z")...Instant(rfc3339: "2050-12-31T00:00:00Z")
    for _ in 0..<300 {
      let instant = Instant(
        microseconds: .random(in: years.lowerBound.microseconds...years.upperBound.microseconds, using: &random)
      )
      let again = Amsterdam.instant(at: Amsterdam.local(at: instant))
      // Only in the second half of the fold is the answer another moment: the first one, an hour before.
      #expect([0, 3_600_000_000].contains(instant.microseconds(since: again)), "\(seed) \(instant)")
    }
  }

  @Test(arguments: [(24, 0, 0, 0), (0, 60, 0, 0), (0, 0, 60, 0), (0, 0, 0, 1_000_000), (-1, 0, 0, 0)])
  func refusesTimesNoClockShows(_ hour: Int, _ minute: Int, _ second: Int, _ microsecond: Int) {
    #expect(
      CivilDateTime(date: .min, hour: hour, minute: minute, second: second, microsecond: microsecond) == nil
    )
  }
}

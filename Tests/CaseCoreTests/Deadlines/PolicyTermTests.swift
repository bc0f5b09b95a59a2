import CaseCore
import Testing

/// Terms that an agreement sets: hours, calendar days and working days.
@Suite struct PolicyTermTests {
  @Test(arguments: [
    TermVector("2026-06-01", "P5D", "2026-06-08", "Monday to Monday"),
    TermVector("2026-06-05", "P5D", "2026-06-12", "Friday to Friday"),
    TermVector("2026-06-06", "P1D", "2026-06-08", "an event on Saturday"),
    TermVector("2026-06-07", "P1D", "2026-06-08", "an event on Sunday"),
    TermVector("2026-04-02", "P5D", "2026-04-13", "over Easter, Goede Vrijdag included"),
    TermVector("2026-12-18", "P10D", "2027-01-05", "over Christmas and New Year"),
    TermVector("2026-04-20", "P20D", "2026-05-22", "Koningsdag, 5 May, Hemelvaart, the Friday by decree"),
    TermVector("2025-04-25", "P1D", "2025-04-28", "Koningsdag moved to Saturday costs no working day"),
    TermVector("2028-02-28", "P1D", "2028-02-29", "the leap day is a Tuesday"),
  ])
  func countsWorkingDays(_ vector: TermVector) throws { try vector.check(.workingDays) }

  @Test func skipsClosureDaysForWorkingDaysOnly() throws {
    let calendar = try WorkCalendar(
      version: "dicht",
      equatedDays: [],
      closureDays: [.init(date: CivilDate(iso8601: "2026-06-02"), source: "besluit directie")],
      completeYears: [2026]
    )
    try TermVector("2026-06-01", "P1D", "2026-06-03", "closed on Tuesday").check(.workingDays, calendar: calendar)
    for kind in [DeadlineKind.atw, .eu1182, .calendar] {
      try TermVector("2026-06-01", "P1D", "2026-06-02", "closing lengthens no term").check(kind, calendar: calendar)
    }
  }

  @Test(arguments: [
    TermVector("2026-06-05", "P1D", "2026-06-06", "a Saturday is a day"),
    TermVector("2026-12-11", "P2W", "2026-12-25", "so is Christmas"),
    TermVector("2026-08-31", "P6M", "2027-02-28", "the month's last day"),
    TermVector("2026-11-30", "P3M", "2027-02-28", "the month's last day"),
    TermVector("2026-02-28", "P1M", "2026-03-28", "a last day does not stay a last day"),
    TermVector("2028-02-29", "P1Y", "2029-02-28", "no leap day a year later"),
    TermVector("2028-02-29", "P4Y", "2032-02-29", "one four years later"),
    TermVector("2028-02-28", "P1D", "2028-02-29", "the leap day is a day"),
    TermVector("2027-02-28", "P1D", "2027-03-01", "no leap day"),
    TermVector("2026-12-31", "P1D", "2027-01-01", "over the year's end"),
    TermVector("2026-03-05", "P9M", "2026-12-05", "retention of a signal"),
    TermVector("2026-03-05", "P5Y", "2031-03-05", "retention of a case"),
  ])
  func countsCalendarDays(_ vector: TermVector) throws {
    try vector.check(.calendar)
    #expect(try vector.due(.calendar).warnings.isEmpty)
  }

  @Test(arguments: [
    ("2026-03-28T11:00:00Z", "2026-03-29T11:00:00Z", "24 hours are 24 hours when the clock skips one"),
    ("2026-10-24T10:00:00Z", "2026-10-25T10:00:00Z", "and when it repeats one"),
    ("2026-12-24T10:00:00.123456Z", "2026-12-25T10:00:00.123456Z", "to the microsecond, on any day"),
  ])
  func countsHours(_ start: String, _ due: String, _ why: String) throws {
    let rule = try DeadlineRule(length: Length(24, .hours), kind: .hours)
    let found = try rule.due(from: Instant(rfc3339: start), calendar: .standard)
    #expect("\(found.due)" == due, "\(why)")
    #expect(found.lastDay == nil)
  }

  @Test(arguments: [
    ("2026-03-28T09:00:00Z", "2026-03-29T22:00:00Z", "the day of 23 hours ends at 22:00 UTC"),
    ("2026-10-24T08:00:00Z", "2026-10-25T23:00:00Z", "the day of 25 hours ends at 23:00 UTC"),
    ("2026-06-01T21:59:59.999999Z", "2026-06-02T22:00:00Z", "a microsecond before midnight is still 1 June"),
    ("2026-06-01T22:00:00Z", "2026-06-03T22:00:00Z", "midnight in Amsterdam is 2 June"),
    ("2026-12-31T23:00:00Z", "2027-01-02T23:00:00Z", "the year begins an hour before UTC's"),
  ])
  func aDayEndsAtMidnightInAmsterdam(_ start: String, _ due: String, _ why: String) throws {
    let rule = try DeadlineRule(length: Length(1, .days), kind: .calendar)
    #expect(try "\(rule.due(from: Instant(rfc3339: start), calendar: .standard).due)" == due, "\(why)")
  }

  @Test(arguments: [
    (DeadlineKind.atw, "2026-06-22", "P5D", "2026-06-17", "the day that lies five days before"),
    (.atw, "2026-06-26", "P5D", "2026-06-21", "a Sunday, not moved (article 1, paragraph 2)"),
    (.eu1182, "2026-06-26", "P5D", "2026-06-21", "the same under the regulation"),
    (.calendar, "2026-03-31", "P1M", "2026-02-28", "the month's last day"),
    (.calendar, "2026-06-22", "P2W", "2026-06-08", "the same weekday"),
    (.workingDays, "2026-06-22", "P5D", "2026-06-15", "five working days back"),
    (.workingDays, "2026-04-07", "P1D", "2026-04-02", "back over Easter"),
  ])
  func countsBack(_ kind: DeadlineKind, _ event: String, _ length: String, _ last: String, _ why: String) throws {
    let rule = try DeadlineRule(length: Length(iso8601: length), kind: kind)
    let due = try rule.due(before: .morning(event), calendar: .standard)
    #expect("\(try #require(due.lastDay))" == last, "\(why)")
    #expect(try due.due == Amsterdam.startOfDay(CivilDate(iso8601: last).adding(days: 1)))
  }

  @Test func countsHoursBack() throws {
    let rule = try DeadlineRule(length: Length(48, .hours), kind: .hours)
    let due = try rule.due(before: Instant(rfc3339: "2026-03-30T10:00:00Z"), calendar: .standard)
    #expect("\(due.due)" == "2026-03-28T10:00:00Z")
  }
}

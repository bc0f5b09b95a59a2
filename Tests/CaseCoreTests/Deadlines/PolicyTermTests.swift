import CaseCore
import Testing

/// Terms that an agreement sets: hours, calendar days and working days.
@Suite struct PolicyTermTests {
  static let vectors = workingDays + calendarDays + hours

  private static let workingDays =
    TermVector.table(
      .workingDays,
      "afspraak: telregel «werkdagen»",
      [
        ("2026-06-01", "P5D", "2026-06-08", "Monday to Monday"),
        ("2026-06-05", "P5D", "2026-06-12", "Friday to Friday"),
        ("2026-06-06", "P1D", "2026-06-08", "an event on Saturday"),
        ("2026-06-07", "P1D", "2026-06-08", "an event on Sunday"),
        ("2026-04-02", "P5D", "2026-04-13", "over Easter, Goede Vrijdag included"),
        ("2026-12-18", "P10D", "2027-01-05", "over Christmas and New Year"),
        ("2026-04-20", "P20D", "2026-05-22", "Koningsdag, 5 May, Hemelvaart, the Friday by decree"),
        ("2025-04-25", "P1D", "2025-04-28", "Koningsdag moved to Saturday costs no working day"),
        ("2028-02-28", "P1D", "2028-02-29", "the leap day is a Tuesday"),
        ("2027-05-04", "P1D", "2027-05-10", "5 May, Hemelvaartsdag, a day by decree, a weekend"),
        ("2026-04-24", "P1D", "2026-04-28", "a weekend and Koningsdag"),
        ("2031-04-25", "P1D", "2031-04-28", "Koningsdag moved to Saturday"),
        ("2025-12-31", "P1D", "2026-01-05", "Nieuwjaarsdag, a day by decree, a weekend"),
        ("2028-12-29", "P1D", "2029-01-02", "a weekend and Nieuwjaarsdag"),
      ]
    )

  private static let calendarDays =
    TermVector.table(
      .calendar,
      "afspraak: telregel «kalender»",
      [
        ("2026-06-05", "P1D", "2026-06-06", "a Saturday is a day"),
        ("2026-12-11", "P2W", "2026-12-25", "so is Christmas"),
        ("2026-08-31", "P6M", "2027-02-28", "the month's last day"),
        ("2026-11-30", "P3M", "2027-02-28", "the month's last day"),
        ("2026-02-28", "P1M", "2026-03-28", "a last day does not stay a last day"),
        ("2028-02-29", "P1Y", "2029-02-28", "no leap day a year later"),
        ("2028-02-29", "P4Y", "2032-02-29", "one four years later"),
        ("2028-02-28", "P1D", "2028-02-29", "the leap day is a day"),
        ("2027-02-28", "P1D", "2027-03-01", "no leap day"),
        ("2026-12-31", "P1D", "2027-01-01", "over the year's end"),
        ("2026-03-05", "P9M", "2026-12-05", "retention of a signal"),
        ("2026-03-05", "P5Y", "2031-03-05", "retention of a case"),
        ("2024-01-31", "P1M", "2024-02-29", "the month's last day in a leap year"),
        ("2027-01-31", "P1M", "2027-02-28", "a Sunday, not moved"),
        ("2048-02-29", "P4Y", "2052-02-29", "from leap day to leap day"),
      ]
    )

  private static let hours =
    TermVector.table(
      .hours,
      "afspraak: telregel «uren»",
      [
        ("2026-12-24T10:00:00.123456Z", "PT24H", "2026-12-25T10:00:00.123456Z", "to the microsecond, on any day"),
        ("2026-04-03T15:00:00Z", "PT72H", "2026-04-06T15:00:00Z", "from Goede Vrijdag to second Easter day"),
        ("2028-02-28T12:00:00Z", "PT24H", "2028-02-29T12:00:00Z", "to the leap day"),
        ("2027-02-28T12:00:00Z", "PT24H", "2027-03-01T12:00:00Z", "there is no leap day"),
        ("2026-12-31T23:30:00Z", "PT1H", "2027-01-01T00:30:00Z", "in the first hours of the year"),
        ("2050-12-31T22:00:00Z", "PT48H", "2051-01-02T22:00:00Z", "over the last year looked at"),
      ]
    )

  @Test(arguments: vectors) func ends(_ vector: TermVector) throws { try vector.check() }

  @Test(arguments: calendarDays + hours) func needsNoDecree(_ vector: TermVector) throws {
    #expect(try vector.due().warnings.isEmpty)
  }

  @Test func skipsClosureDaysForWorkingDaysOnly() throws {
    let calendar = try WorkCalendar(
      version: "dicht",
      equatedDays: [],
      closureDays: [.init(date: CivilDate(iso8601: "2026-06-02"), source: "besluit directie")],
      completeYears: [2026]
    )
    func last(_ kind: DeadlineKind) throws -> String {
      "\(try #require(TermVector.due(kind, "2026-06-01", "P1D", calendar: calendar).lastDay))"
    }
    #expect(try last(.workingDays) == "2026-06-03", "closed on Tuesday")
    for kind in [DeadlineKind.atw, .eu1182, .calendar] {
      #expect(try last(kind) == "2026-06-02", "closing lengthens no term")
    }
  }
}

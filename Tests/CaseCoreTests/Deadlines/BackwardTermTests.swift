import CaseCore
import Testing

/// Terms counted back from an event. They are never moved, whatever day they end on.
@Suite struct BackwardTermTests {
  static let vectors =
    TermVector.table(
      .atw,
      "Algemene termijnenwet art. 1 lid 2",
      backward: true,
      [
        ("2026-06-22", "P5D", "2026-06-17", "the day that lies five days before"),
        ("2026-06-26", "P5D", "2026-06-21", "a Sunday, not moved"),
        ("2026-12-28", "P3D", "2026-12-25", "Christmas, not moved"),
        ("2027-05-10", "P5D", "2027-05-05", "5 May, not moved"),
        ("2026-05-18", "P3D", "2026-05-15", "a day by decree, not moved; nor made to hold two working days"),
        ("2026-06-27", "P6W", "2026-05-16", "six weeks to a Saturday"),
      ]
    )
    + TermVector.table(
      .atw,
      "Algemene termijnenwet art. 4 onder a",
      backward: true,
      [("2026-06-22T08:23:00Z", "PT48H", "2026-06-20T08:23:00Z", "hours, to a Saturday")]
    )
    + TermVector.table(
      .eu1182,
      "Verordening 1182/71 art. 3 lid 4, laatste zin",
      backward: true,
      [
        ("2026-06-26", "P5D", "2026-06-21", "a Sunday, not moved"),
        ("2027-01-04", "P3D", "2027-01-01", "Nieuwjaarsdag, not moved"),
        ("2026-07-25", "P1M", "2026-06-25", "the same day number"),
        ("2026-06-03T08:23:00Z", "PT24H", "2026-06-02T08:00:00Z", "the hour of the event is not counted here either"),
      ]
    )
    + TermVector.table(
      .calendar,
      "afspraak: telregel «kalender»",
      backward: true,
      [
        ("2026-03-31", "P1M", "2026-02-28", "the month's last day"),
        ("2028-03-31", "P1M", "2028-02-29", "the leap day is the month's last day"),
        ("2028-02-29", "P1Y", "2027-02-28", "no leap day a year before"),
        ("2026-06-22", "P2W", "2026-06-08", "the same weekday"),
      ]
    )
    + TermVector.table(
      .workingDays,
      "afspraak: telregel «werkdagen»",
      backward: true,
      [
        ("2026-06-22", "P5D", "2026-06-15", "five working days back"),
        ("2026-04-07", "P1D", "2026-04-02", "back over Easter"),
        ("2026-05-18", "P1D", "2026-05-13", "back over a weekend, a day by decree and Hemelvaartsdag"),
        ("2026-12-28", "P2D", "2026-12-23", "back over Christmas"),
      ]
    )
    + TermVector.table(
      .hours,
      "afspraak: telregel «uren»",
      backward: true,
      [
        ("2026-03-30T10:00:00Z", "PT48H", "2026-03-28T10:00:00Z", "back over the day of 23 hours"),
        ("2026-10-26T10:00:00Z", "PT48H", "2026-10-24T10:00:00Z", "back over the day of 25 hours"),
      ]
    )

  @Test(arguments: vectors) func ends(_ vector: TermVector) throws { try vector.check() }
}

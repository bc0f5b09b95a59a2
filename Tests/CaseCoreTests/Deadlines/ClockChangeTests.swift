import CaseCore
import Testing

/// Terms across the changes of the clock: 29 March 2026 has 23 hours, 25 October 2026 has 25. Hours are hours on any day; a day
/// ends at midnight in Amsterdam, however long it lasted.
@Suite struct ClockChangeTests {
  static let vectors =
    TermVector.table(
      .hours,
      "afspraak: telregel «uren»",
      [
        (
          "2026-03-28T11:00:00Z", "PT24H", "2026-03-29T11:00:00Z",
          "from noon to one in the afternoon: one hour is skipped"
        ),
        ("2026-03-27T11:00:00Z", "PT72H", "2026-03-30T11:00:00Z", "three days later the clock shows an hour more"),
        ("2026-03-29T00:30:00Z", "PT1H", "2026-03-29T01:30:00Z", "half past one and half past three are an hour apart"),
        ("2026-10-24T10:00:00Z", "PT24H", "2026-10-25T10:00:00Z", "from noon to eleven: one hour comes twice"),
        ("2026-10-23T10:00:00Z", "PT72H", "2026-10-26T10:00:00Z", "three days later the clock shows an hour less"),
        ("2026-10-25T00:30:00Z", "PT1H", "2026-10-25T01:30:00Z", "from half past two to half past two"),
      ]
    )
    + TermVector.table(
      .eu1182,
      "Verordening 1182/71 art. 3 lid 1 en lid 2 onder a",
      [
        (
          "2026-03-28T23:15:00Z", "PT4H", "2026-03-29T04:00:00Z",
          "from one o'clock, over the hour that is skipped, to six"
        ),
        (
          "2026-10-25T00:40:00Z", "PT2H", "2026-10-25T03:00:00Z",
          "the hour of the event is the first of the two from two to three"
        ),
      ]
    )
    + TermVector.table(
      .calendar,
      "afspraak: telregel «kalender»",
      [
        ("2026-03-28T09:00:00Z", "P1D", "2026-03-29T22:00:00Z", "the day of 23 hours ends at 22:00 UTC"),
        ("2026-03-25T09:00:00Z", "P1W", "2026-04-01T22:00:00Z", "a week that begins in winter ends in summer"),
        ("2026-10-24T08:00:00Z", "P1D", "2026-10-25T23:00:00Z", "the day of 25 hours ends at 23:00 UTC"),
        ("2026-10-20T08:00:00Z", "P1W", "2026-10-27T23:00:00Z", "a week that begins in summer ends in winter"),
        ("2026-06-01T21:59:59.999999Z", "P1D", "2026-06-02T22:00:00Z", "a microsecond before midnight is still 1 June"),
        ("2026-06-01T22:00:00Z", "P1D", "2026-06-03T22:00:00Z", "midnight in Amsterdam is 2 June"),
        ("2026-12-31T23:00:00Z", "P1D", "2027-01-02T23:00:00Z", "the year begins an hour before UTC's"),
      ]
    )
    + TermVector.table(
      .atw,
      "Algemene termijnenwet art. 1 lid 1",
      [
        ("2026-03-20T09:00:00Z", "P9D", "2026-03-30T22:00:00Z", "the Sunday of 23 hours: to the end of Monday"),
        ("2026-10-11T08:00:00Z", "P2W", "2026-10-26T23:00:00Z", "the Sunday of 25 hours: to the end of Monday"),
      ]
    )
    + TermVector.table(
      .workingDays,
      "afspraak: telregel «werkdagen»",
      [
        ("2026-03-27T09:00:00Z", "P1D", "2026-03-30T22:00:00Z", "Friday to Monday over the Sunday of 23 hours"),
        ("2026-10-23T08:00:00Z", "P1D", "2026-10-26T23:00:00Z", "Friday to Monday over the Sunday of 25 hours"),
      ]
    )

  @Test(arguments: vectors) func ends(_ vector: TermVector) throws { try vector.check() }
}

import CaseCore
import DutchMessages
import Testing

/// Regulation (EEC, Euratom) 1182/71, article 3.
@Suite struct EuropeanTermTests {
  static let vectors = days + hours

  private static let days =
    TermVector.table(
      .eu1182,
      "Verordening 1182/71 art. 2 en art. 3 lid 2 tot en met 5",
      [
        ("2026-03-06", "P1M", "2026-04-07", "second Easter day: the next working day"),
        ("2026-03-03", "P1M", "2026-04-03", "Goede Vrijdag is equated for the Algemene termijnenwet only"),
        ("2026-04-15", "P1M", "2026-05-15", "so is a day equated by decree"),
        ("2026-04-14", "P1M", "2026-05-15", "Hemelvaartsdag is a holiday; the Friday after is not"),
        ("2026-04-05", "P1M", "2026-05-06", "5 May"),
        ("2026-03-27", "P1M", "2026-04-28", "Koningsdag"),
        ("2026-11-25", "P1M", "2026-12-28", "Christmas and a weekend"),
        ("2026-05-31", "P1M", "2026-06-30", "the month's last day"),
        ("2028-01-31", "P1M", "2028-02-29", "the leap day"),
        ("2026-02-01", "P6M", "2026-08-03", "no upper limit: six months are moved too"),
        ("2026-01-03", "P1Y", "2027-01-04", "and a year"),
        ("2026-06-05", "P1D", "2026-06-08", "one day: the next working day and no more"),
        ("2026-06-05", "P2D", "2026-06-09", "from two days on, two working days"),
        ("2026-12-24", "P2D", "2026-12-29", "Christmas and a weekend, then two working days"),
        ("2026-04-02", "P3D", "2026-04-07", "Goede Vrijdag and Tuesday are the two working days"),
        ("2026-06-01", "P1M", "2026-07-01", "an ordinary month"),
        ("2029-12-01", "P1M", "2030-01-02", "needs no decree, so warns of none"),
        ("2027-01-31", "P1M", "2027-03-01", "28 February 2027 is a Sunday"),
        ("2028-02-29", "P1Y", "2029-02-28", "no leap day a year later"),
        ("2026-06-07", "P13W", "2026-09-07", "thirteen weeks end on a Sunday: moved, other than under the Dutch act"),
        ("2026-06-07", "P91D", "2026-09-07", "so are 91 days"),
        ("2050-11-26", "P1M", "2050-12-27", "Christmas on a Sunday and a Monday"),
      ]
    )

  private static let hours =
    TermVector.table(
      .eu1182,
      "Verordening 1182/71 art. 3 lid 1, lid 2 onder a en lid 4",
      [
        (
          "2026-06-03T08:23:45Z", "PT72H", "2026-06-06T09:00:00Z",
          "begins at eleven in Amsterdam; ends on a Saturday, not moved"
        ),
        ("2026-06-03T08:00:00Z", "PT72H", "2026-06-06T09:00:00Z", "the first moment of an hour lies in that hour"),
        ("2026-06-03T08:59:59.999999Z", "PT24H", "2026-06-04T09:00:00Z", "and so does the last"),
        (
          "2026-12-24T14:30:00Z", "PT72H", "2026-12-27T15:00:00Z", "over Christmas to a Sunday, and no two working days"
        ),
      ]
    )

  @Test(arguments: vectors) func ends(_ vector: TermVector) throws {
    try vector.check()
    #expect(try vector.due().warnings.isEmpty)
  }

  @Test func namesItsSources() throws {
    #expect(
      try TermVector.due(.eu1182, "2026-12-24", "P2D").steps.map(\.source) == [
        "Verordening (EEG, Euratom) 1182/71 art. 3 lid 1 en 2", "Verordening (EEG, Euratom) 1182/71 art. 3 lid 4",
        "Verordening (EEG, Euratom) 1182/71 art. 3 lid 5",
      ]
    )
    #expect(
      try TermVector.due(.eu1182, "2026-06-03T08:23:45Z", "PT72H").steps.map(\.dutch) == [
        "het uur van de gebeurtenis telt niet mee: geteld vanaf 11:00 uur", "72 uur geteld",
      ]
    )
  }
}

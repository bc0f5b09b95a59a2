import CaseCore
import Testing

/// Regulation (EEC, Euratom) 1182/71, article 3.
@Suite struct EuropeanTermTests {
  @Test(arguments: [
    TermVector("2026-03-06", "P1M", "2026-04-07", "second Easter day: the next working day"),
    TermVector("2026-03-03", "P1M", "2026-04-03", "Goede Vrijdag is equated for the Algemene termijnenwet only"),
    TermVector("2026-04-15", "P1M", "2026-05-15", "so is a day equated by decree"),
    TermVector("2026-04-14", "P1M", "2026-05-15", "Hemelvaartsdag is a holiday; the Friday after is not"),
    TermVector("2026-04-05", "P1M", "2026-05-06", "5 May"),
    TermVector("2026-03-27", "P1M", "2026-04-28", "Koningsdag"),
    TermVector("2026-11-25", "P1M", "2026-12-28", "Christmas and a weekend"),
    TermVector("2026-05-31", "P1M", "2026-06-30", "the month's last day"),
    TermVector("2028-01-31", "P1M", "2028-02-29", "the leap day"),
    TermVector("2026-02-01", "P6M", "2026-08-03", "no upper limit: six months are moved too"),
    TermVector("2026-01-03", "P1Y", "2027-01-04", "and a year"),
    TermVector("2026-06-05", "P1D", "2026-06-08", "one day: the next working day and no more"),
    TermVector("2026-06-05", "P2D", "2026-06-09", "from two days on, two working days"),
    TermVector("2026-12-24", "P2D", "2026-12-29", "Christmas and a weekend, then two working days"),
    TermVector("2026-04-02", "P3D", "2026-04-07", "Goede Vrijdag and Tuesday are the two working days"),
    TermVector("2026-06-01", "P1M", "2026-07-01", "an ordinary month"),
    TermVector("2029-12-01", "P1M", "2030-01-02", "needs no decree, so warns of none"),
  ])
  func ends(_ vector: TermVector) throws {
    try vector.check(.eu1182)
    #expect(try vector.due(.eu1182).warnings.isEmpty)
  }

  @Test func namesItsSources() throws {
    let due = try TermVector("2026-12-24", "P2D", "2026-12-29", "").due(.eu1182)
    #expect(
      due.steps.map(\.source) == [
        "Verordening (EEG, Euratom) 1182/71 art. 3 lid 1 en 2", "Verordening (EEG, Euratom) 1182/71 art. 3 lid 4",
        "Verordening (EEG, Euratom) 1182/71 art. 3 lid 5",
      ]
    )
  }
}

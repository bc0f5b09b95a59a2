import CaseCore
import DutchMessages
import Testing

/// Algemene termijnenwet, article 1: a term that ends on a day off ends on the next working day.
@Suite struct AtwArticle1Tests {
  /// Where a term of two weeks ends by counting alone, and where the act moves it to.
  static let ends: [(counted: String, moved: String, why: String)] = [
    ("2026-01-01", "2026-01-05", "Nieuwjaarsdag, then 2 January by decree, then a weekend"),
    ("2026-01-02", "2026-01-05", "equated by decree"),
    ("2026-01-03", "2026-01-05", "a Saturday"),
    ("2026-01-04", "2026-01-05", "a Sunday"),
    ("2026-01-05", "2026-01-05", "a Monday like any other"),
    ("2026-04-02", "2026-04-02", "Witte Donderdag is a working day"),
    ("2026-04-03", "2026-04-07", "Goede Vrijdag, weekend, second Easter day"),
    ("2026-04-04", "2026-04-07", "the Saturday before Easter"),
    ("2026-04-05", "2026-04-07", "Easter Sunday"),
    ("2026-04-06", "2026-04-07", "second Easter day"),
    ("2026-04-07", "2026-04-07", "the Tuesday after Easter"),
    ("2026-04-25", "2026-04-28", "a weekend before Koningsdag on Monday"),
    ("2026-04-27", "2026-04-28", "Koningsdag"),
    ("2026-05-04", "2026-05-04", "4 May is no holiday"),
    ("2026-05-05", "2026-05-06", "5 May, also outside lustrum years"),
    ("2026-05-14", "2026-05-18", "Hemelvaartsdag, then Friday by decree"),
    ("2026-05-15", "2026-05-18", "the Friday after Hemelvaart, by decree"),
    ("2026-05-24", "2026-05-26", "Whit Sunday"),
    ("2026-05-25", "2026-05-26", "second Whit day"),
    ("2026-12-24", "2026-12-24", "the day before Christmas"),
    ("2026-12-25", "2026-12-28", "Christmas on a Friday"),
    ("2026-12-26", "2026-12-28", "second Christmas day on a Saturday gives no Monday off"),
    ("2026-12-31", "2026-12-31", "Oudejaarsdag is no holiday"),
    ("2027-01-01", "2027-01-04", "Nieuwjaarsdag on a Friday"),
    ("2027-03-26", "2027-03-30", "Goede Vrijdag in March"),
    ("2027-04-27", "2027-04-28", "Koningsdag on a Tuesday"),
    ("2027-05-05", "2027-05-10", "5 May, Hemelvaart, Friday by decree, weekend: five days"),
    ("2027-05-17", "2027-05-18", "second Whit day"),
    ("2027-12-25", "2027-12-27", "Christmas in a weekend"),
    ("2027-12-26", "2027-12-27", "second Christmas day on a Sunday"),
    ("2028-01-01", "2028-01-03", "Nieuwjaarsdag on a Saturday"),
    ("2028-04-14", "2028-04-18", "Goede Vrijdag"),
    ("2028-04-27", "2028-05-01", "Koningsdag on a Thursday, Friday by decree"),
    ("2028-05-01", "2028-05-01", "Labour Day is no holiday in the Netherlands"),
    ("2028-05-05", "2028-05-08", "5 May on a Friday"),
    ("2028-05-25", "2028-05-29", "Hemelvaartsdag, then Friday by decree"),
    ("2028-06-05", "2028-06-06", "second Whit day in June"),
    ("2028-12-25", "2028-12-27", "two Christmas days in the week"),
    ("2028-12-31", "2029-01-02", "over the year's end: Sunday, Nieuwjaarsdag"),
    ("2025-04-26", "2025-04-28", "Koningsdag moved to Saturday"),
    ("2025-04-27", "2025-04-28", "27 April on a Sunday"),
    ("2025-04-28", "2025-04-28", "no Koningsdag on the Monday after"),
    ("2025-05-05", "2025-05-06", "5 May on a Monday"),
    ("2025-05-29", "2025-06-02", "Hemelvaartsdag, Friday by decree"),
    ("2014-04-27", "2014-04-28", "the first Koningsdag was moved too"),
    ("2013-04-30", "2013-05-01", "Koninginnedag"),
    ("2012-04-27", "2012-04-27", "27 April was nothing before 2014"),
    ("2014-04-30", "2014-04-30", "30 April is nothing since 2014"),
    ("2006-04-30", "2006-05-01", "Koninginnedag on a Sunday was moved to Saturday"),
    ("2008-04-30", "2008-05-02", "Koninginnedag, then Hemelvaartsdag on 1 May"),
    ("2016-05-05", "2016-05-06", "Hemelvaartsdag and 5 May on one day"),
    ("2017-04-27", "2017-05-01", "Koningsdag on a Thursday, Friday by decree"),
    ("2018-12-24", "2018-12-27", "equated by decree before two Christmas days"),
    ("2018-12-31", "2019-01-02", "equated by decree before Nieuwjaarsdag"),
    ("2019-12-27", "2019-12-30", "equated by decree after two Christmas days"),
    ("2022-05-26", "2022-05-30", "Hemelvaartsdag, Friday by decree"),
    ("2023-05-18", "2023-05-22", "Hemelvaartsdag, Friday by decree"),
    ("2024-12-25", "2024-12-30", "two Christmas days, Friday by decree, weekend"),
    ("2031-04-27", "2031-04-28", "Koningsdag moved to Saturday 26 April"),
    ("2036-04-28", "2036-04-28", "no Koningsdag on Monday"),
    ("2038-04-23", "2038-04-28", "the latest Easter there can be: Goede Vrijdag to Koningsdag, five days"),
    ("2029-03-30", "2029-04-03", "Goede Vrijdag in March, second Easter day in April"),
    ("2035-03-23", "2035-03-27", "an early Easter: Goede Vrijdag on 23 March"),
    ("2050-04-08", "2050-04-12", "Goede Vrijdag in the last year looked at"),
    ("2031-04-26", "2031-04-28", "Koningsdag moved to this Saturday"),
    ("2036-04-26", "2036-04-28", "Koningsdag moved to this Saturday"),
    ("2042-04-27", "2042-04-28", "Koningsdag moved to Saturday 26 April"),
    ("2042-04-28", "2042-04-28", "no Koningsdag on the Monday after"),
    ("2045-04-27", "2045-04-28", "Koningsdag on a Thursday, no decree known for that Friday"),
    ("2050-04-27", "2050-04-28", "Koningsdag on a Wednesday"),
  ]

  static let vectors = ends.map { end in
    TermVector(
      kind: .atw,
      article: "Algemene termijnenwet art. 1 lid 1 en art. 3",
      event: event(before: end.counted),
      length: "P2W",
      end: end.moved,
      why: end.why
    )
  }

  /// Two weeks before. The dates are constants that exist.
  private static func event(before date: String) -> String {
    (try? CivilDate(iso8601: date)).map { "\($0.adding(days: -14))" } ?? date
  }

  @Test(arguments: vectors) func movesTheEnd(_ vector: TermVector) throws {
    try vector.check()
    #expect("\(try #require(TermVector.due(.atw, vector.event, "P14D").lastDay))" == vector.end, "in days, too")
  }

  @Test(arguments: ends) func leavesOtherKindsAlone(_ end: (counted: String, moved: String, why: String)) throws {
    let due = try TermVector.due(.calendar, Self.event(before: end.counted), "P2W")
    #expect("\(try #require(due.lastDay))" == end.counted, "a policy term is never moved")
  }

  @Test func explainsItself() throws {
    let due = try TermVector.due(.atw, "2026-04-23", "P12D")
    #expect(
      due.steps.map(\.dutch) == [
        "12 dagen na donderdag 23 april 2026, die dag niet meegeteld: tot en met dinsdag 5 mei 2026",
        "dinsdag 5 mei 2026 is Bevrijdingsdag: verlengd tot en met woensdag 6 mei 2026",
      ]
    )
    #expect(
      due.steps.map(\.source) == [
        "algemene telregel, vergelijk Algemene wet bestuursrecht art. 6:8 lid 1", "Algemene termijnenwet art. 1 lid 1",
      ]
    )
    #expect("\(due.due)" == "2026-05-06T22:00:00Z")
    #expect(due.warnings.isEmpty)
    #expect(due.calendarVersion == WorkCalendar.standard.version)
  }

  @Test func namesTheDecree() throws {
    let due = try TermVector.due(.atw, "2026-05-01", "P2W")
    let text = "vrijdag 15 mei 2026 is een met een feestdag gelijkgestelde dag (gelijkstellingsbesluit 2026-2028)"
    #expect(due.steps.last?.dutch == "\(text): verlengd tot en met maandag 18 mei 2026")
  }
}

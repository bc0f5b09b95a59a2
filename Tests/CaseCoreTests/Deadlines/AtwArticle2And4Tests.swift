import CaseCore
import DutchMessages
import Testing

/// Algemene termijnenwet, article 2 (a term of three days or more holds two working days) and article 4 (what the act leaves
/// alone).
@Suite struct AtwArticle2And4Tests {
  static let vectors = twoWorkingDays + limits + months

  private static let twoWorkingDays =
    TermVector.table(
      .atw,
      "Algemene termijnenwet art. 2",
      [
        ("2026-12-24", "P1D", "2026-12-28", "article 1 only: Christmas and a weekend"),
        ("2026-12-24", "P2D", "2026-12-28", "two days are under the minimum of article 2"),
        ("2026-12-24", "P3D", "2026-12-29", "25 to 27 December hold no working day: two are added"),
        ("2026-12-24", "P4D", "2026-12-29", "ends on Monday 28, the only working day in it"),
        ("2026-12-24", "P5D", "2026-12-29", "holds two of its own"),
        ("2026-12-24", "P1W", "2026-12-31", "a week, too, holds two of its own"),
        ("2026-06-05", "P2D", "2026-06-08", "an ordinary weekend, under the minimum"),
        ("2026-06-05", "P3D", "2026-06-09", "Friday to Monday holds only that Monday"),
        ("2026-06-05", "P4D", "2026-06-09", "Monday and Tuesday"),
        ("2026-06-04", "P3D", "2026-06-08", "Friday, and the Monday of article 1"),
        ("2026-06-03", "P3D", "2026-06-08", "Saturday becomes Monday"),
        ("2026-04-02", "P3D", "2026-04-08", "Easter: Tuesday by article 1, Wednesday by article 2"),
        ("2026-04-02", "P5D", "2026-04-08", "ends on Tuesday, the only working day in it"),
        ("2026-04-02", "P6D", "2026-04-08", "Tuesday and Wednesday of its own"),
        ("2027-05-04", "P3D", "2027-05-11", "three days off in a row and a weekend"),
        ("2027-05-04", "P1W", "2027-05-11", "the only week in which both working days are its last"),
        ("2038-04-22", "P4D", "2038-04-29", "Goede Vrijdag to Koningsdag"),
      ]
    )

  private static let limits =
    TermVector.table(
      .atw,
      "Algemene termijnenwet art. 4 onder a",
      [
        ("2026-06-07", "P90D", "2026-09-07", "90 days end on a Saturday: still moved"),
        ("2026-06-07", "P91D", "2026-09-06", "91 days end on a Sunday: not moved"),
        ("2026-06-07", "P12W", "2026-08-31", "twelve weeks end on a Sunday: still moved"),
        ("2026-06-07", "P13W", "2026-09-06", "thirteen weeks: not moved"),
        ("2026-06-06", "P3M", "2026-09-07", "three months end on a Sunday: still moved, though 92 days"),
        ("2026-07-01", "P4M", "2026-11-01", "four months end on a Sunday: not moved"),
        ("2026-02-01", "P6M", "2026-08-01", "six months end on a Saturday: not moved"),
        ("2026-01-03", "P12M", "2027-01-03", "twelve months end on a Sunday: not moved"),
        ("2026-01-03", "P1Y", "2027-01-03", "a year ends on a Sunday: not moved"),
        ("2026-05-05", "P5Y", "2031-05-05", "five years end on 5 May: not moved"),
        ("2028-02-29", "P1Y", "2029-02-28", "no leap day a year later"),
        ("2040-02-29", "P12M", "2041-02-28", "twelve months say the same"),
        ("2026-06-05", "P92D", "2026-09-05", "92 days end on a Saturday: not moved, though three months would be"),
        ("2026-05-04T10:00:00Z", "PT24H", "2026-05-05T10:00:00Z", "hours end on 5 May"),
        ("2026-12-24T10:00:00Z", "PT72H", "2026-12-27T10:00:00Z", "hours end on a Sunday, though 72 are three days"),
      ]
    )

  private static let months =
    TermVector.table(
      .atw,
      "algemene telregel; Algemene termijnenwet art. 1 lid 1",
      [
        ("2026-01-31", "P1M", "2026-03-02", "28 February, the month's last day, is a Saturday"),
        ("2028-01-31", "P1M", "2028-02-29", "the leap day is the month's last day"),
        ("2028-01-30", "P1M", "2028-02-29", "no 30 February either"),
        ("2026-12-31", "P2M", "2027-03-01", "28 February 2027 is a Sunday"),
        ("2026-03-31", "P1M", "2026-04-30", "no 31 April"),
        ("2026-11-20", "P6W", "2027-01-04", "objection: six weeks end on Nieuwjaarsdag"),
        ("2024-01-31", "P1M", "2024-02-29", "a leap year"),
        ("2023-01-31", "P1M", "2023-02-28", "a common year"),
        ("2028-02-29", "P1M", "2028-03-29", "from the leap day to the same day number"),
        ("2027-01-31", "P1M", "2027-03-01", "28 February 2027 is a Sunday"),
      ]
    )

  @Test(arguments: vectors) func ends(_ vector: TermVector) throws { try vector.check() }

  @Test(arguments: limits) func saysWhyItIsNotMoved(_ vector: TermVector) throws {
    let due = try vector.due()
    let isWithin = ["P90D", "P12W", "P3M"].contains(vector.length)
    #expect(due.steps.contains { $0.rule == .notExtended } != isWithin)
    #expect(due.steps.contains { $0.source == "Algemene termijnenwet art. 4 onder a" } != isWithin)
  }

  @Test func hoursAreOutsideTheAct() throws {
    let due = try TermVector.due(.atw, "2026-12-24T10:00:00Z", "PT72H")
    #expect(due.lastDay == nil)
    #expect(due.steps.last?.source == "Algemene termijnenwet art. 4 onder a")
  }
}

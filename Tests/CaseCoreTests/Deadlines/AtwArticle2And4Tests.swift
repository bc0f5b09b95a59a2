import CaseCore
import Testing

/// Algemene termijnenwet, article 2 (a term of three days or more holds two working days) and article 4 (what the act leaves
/// alone).
@Suite struct AtwArticle2And4Tests {
  @Test(arguments: [
    TermVector("2026-12-24", "P1D", "2026-12-28", "article 1 only: Christmas and a weekend"),
    TermVector("2026-12-24", "P2D", "2026-12-28", "two days are under the minimum of article 2"),
    TermVector("2026-12-24", "P3D", "2026-12-29", "25 to 27 December hold no working day: two are added"),
    TermVector("2026-12-24", "P4D", "2026-12-29", "ends on Monday 28, the only working day in it"),
    TermVector("2026-12-24", "P5D", "2026-12-29", "holds two of its own"),
    TermVector("2026-12-24", "P1W", "2026-12-31", "a week, too, holds two of its own"),
    TermVector("2026-06-05", "P2D", "2026-06-08", "an ordinary weekend, under the minimum"),
    TermVector("2026-06-05", "P3D", "2026-06-09", "Friday to Monday holds only that Monday"),
    TermVector("2026-06-05", "P4D", "2026-06-09", "Monday and Tuesday"),
    TermVector("2026-06-04", "P3D", "2026-06-08", "Friday, and the Monday of article 1"),
    TermVector("2026-06-03", "P3D", "2026-06-08", "Saturday becomes Monday"),
    TermVector("2026-04-02", "P3D", "2026-04-08", "Easter: Tuesday by article 1, Wednesday by article 2"),
    TermVector("2026-04-02", "P5D", "2026-04-08", "ends on Tuesday, the only working day in it"),
    TermVector("2026-04-02", "P6D", "2026-04-08", "Tuesday and Wednesday of its own"),
    TermVector("2027-05-04", "P3D", "2027-05-11", "three days off in a row and a weekend"),
    TermVector("2027-05-04", "P1W", "2027-05-11", "the only week in which both working days are its last"),
    TermVector("2038-04-22", "P4D", "2038-04-29", "Goede Vrijdag to Koningsdag"),
  ])
  func holdsTwoWorkingDays(_ vector: TermVector) throws { try vector.check(.atw) }

  @Test(arguments: [
    TermVector("2026-06-07", "P90D", "2026-09-07", "90 days end on a Saturday: still moved"),
    TermVector("2026-06-07", "P91D", "2026-09-06", "91 days end on a Sunday: not moved"),
    TermVector("2026-06-07", "P12W", "2026-08-31", "twelve weeks end on a Sunday: still moved"),
    TermVector("2026-06-07", "P13W", "2026-09-06", "thirteen weeks: not moved"),
    TermVector("2026-06-06", "P3M", "2026-09-07", "three months end on a Sunday: still moved, though 92 days"),
    TermVector("2026-07-01", "P4M", "2026-11-01", "four months end on a Sunday: not moved"),
    TermVector("2026-02-01", "P6M", "2026-08-01", "six months end on a Saturday: not moved"),
    TermVector("2026-01-03", "P12M", "2027-01-03", "twelve months end on a Sunday: not moved"),
    TermVector("2026-01-03", "P1Y", "2027-01-03", "a year ends on a Sunday: not moved"),
    TermVector("2026-05-05", "P5Y", "2031-05-05", "five years end on 5 May: not moved"),
  ])
  func endsWhereArticle4Says(_ vector: TermVector) throws {
    try vector.check(.atw)
    let isMoved = try vector.due(.calendar).lastDay != vector.due(.atw).lastDay
    let isNoted = try vector.due(.atw).steps.contains { $0.rule == .notExtended }
    #expect(isMoved != isNoted, "either moved, or article 4 named as the reason why not")
  }

  @Test func hoursAreOutsideTheAct() throws {
    let rule = try DeadlineRule(length: Length(72, .hours), kind: .atw)
    let due = try rule.due(from: Instant(rfc3339: "2026-12-24T10:00:00Z"), calendar: .standard)
    #expect("\(due.due)" == "2026-12-27T10:00:00Z")
    #expect(due.lastDay == nil)
    #expect(due.steps.last?.source == "Algemene termijnenwet art. 4 onder a")
  }

  @Test(arguments: [
    TermVector("2026-01-31", "P1M", "2026-03-02", "28 February, the month's last day, is a Saturday"),
    TermVector("2028-01-31", "P1M", "2028-02-29", "the leap day is the month's last day"),
    TermVector("2028-01-30", "P1M", "2028-02-29", "no 30 February either"),
    TermVector("2026-12-31", "P2M", "2027-03-01", "28 February 2027 is a Sunday"),
    TermVector("2026-03-31", "P1M", "2026-04-30", "no 31 April"),
    TermVector("2026-11-20", "P6W", "2027-01-04", "objection: six weeks end on Nieuwjaarsdag"),
  ])
  func countsMonths(_ vector: TermVector) throws { try vector.check(.atw) }
}

import CaseCore
import DutchMessages
import Testing

@Suite struct WorkCalendarTests {
  @Test(arguments: [
    (DeadlineKind.atw, "2028-12-17", "P2W", [2029], "moved into a year without a decree"),
    (.atw, "2028-12-01", "P2W", [], "stays within the decrees"),
    (.workingDays, "2028-12-20", "P10D", [2029], "counts into a year without a decree"),
    (.workingDays, "2030-12-20", "P10D", [2030, 2031], "each such year once"),
    (.workingDays, "2022-05-02", "P5D", [2022], "of 2022 the decree is not known in full"),
    (.atw, "2029-03-01", "P2W", [2029], "wholly in a year without a decree"),
    (.atw, "2035-06-01", "P6W", [2035], "and in any later one"),
    (.atw, "2029-01-02", "P5Y", [], "an end that is never moved needs no decree"),
    (.calendar, "2040-01-02", "P5D", [], "calendar days need no decree"),
    (.eu1182, "2040-01-02", "P5D", [], "the regulation knows no decree"),
    (.atw, "2028-12-29", "P3D", [2029], "Sunday and Nieuwjaarsdag are certain; the working days after them are not"),
  ])
  func warnsPastTheHorizon(_ kind: DeadlineKind, _ event: String, _ length: String, _ years: [Int], _ why: String)
    throws
  {
    let due = try TermVector.due(kind, event, length)
    #expect(due.warnings == years.map(DueDate.Warning.decreeUnknown(year:)), "\(why)")
    #expect(due.warnings.allSatisfy { $0.dutch.contains("koninklijk besluit") })
  }

  @Test func standardCalendarSaysWhatItKnows() {
    let calendar = WorkCalendar.standard
    #expect(calendar.completeYears == [2017, 2018, 2019, 2023, 2024, 2025, 2026, 2027, 2028])
    #expect(calendar.equatedDays.count == 18)
    #expect(calendar.equatedDays == calendar.equatedDays.sorted { $0.date < $1.date })
    #expect(calendar.closureDays.isEmpty)
    // A decree that named a day off, or a weekend, would be a slip of the pen.
    #expect(calendar.equatedDays.allSatisfy { Holiday(on: $0.date) == nil && $0.date.weekday.rawValue <= 5 })
  }

  @Test func aClosureDayIsOneForWorkingDaysAlone() throws {
    let date = try CivilDate(iso8601: "2026-06-02")
    let calendar = WorkCalendar(
      version: "v2",
      equatedDays: WorkCalendar.standard.equatedDays,
      closureDays: [.init(date: date, source: "besluit directie")],
      completeYears: [2027, 2026]
    )
    #expect(calendar.completeYears == [2026, 2027])
    #expect(calendar.dayOff(on: date, for: .workingDays) == .closed(source: "besluit directie"))
    #expect(calendar.dayOff(on: date, for: .atw) == nil)
  }

  @Test(arguments: [
    (DeadlineKind.hours, Length.Unit.days), (.hours, .weeks), (.hours, .months), (.hours, .years), (.calendar, .hours),
    (.workingDays, .hours), (.workingDays, .weeks), (.workingDays, .months), (.workingDays, .years),
  ])
  func refusesUnitsAKindCannotCount(_ kind: DeadlineKind, _ unit: Length.Unit) throws {
    let length = try Length(2, unit)
    let error = #expect(throws: DeadlineError.self) { try DeadlineRule(length: length, kind: kind) }
    #expect(error == .unitNotCounted(unit, kind))
    #expect(error?.dutch.contains("'\(kind.rawValue)'") == true)
  }

  @Test(arguments: ["1995-06-01T00:00:00Z", "3000-06-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
  func refusesStartsOutsideItsYears(_ start: String) throws {
    let rules = try [
      DeadlineRule(length: Length(5, .days), kind: .workingDays), DeadlineRule(length: Length(5, .hours), kind: .hours),
    ]
    let moment = try Instant(rfc3339: start)
    for rule in rules {
      #expect(throws: DeadlineError.startOutOfRange) { try rule.due(from: moment, calendar: .standard) }
      #expect(throws: DeadlineError.startOutOfRange) { try rule.due(before: moment, calendar: .standard) }
    }
  }

  @Test func kindsHaveTheirNamesInWorkflowFiles() {
    #expect(DeadlineKind.allCases.map(\.rawValue) == ["uren", "kalender", "werkdagen", "atw", "eu1182"])
  }
}

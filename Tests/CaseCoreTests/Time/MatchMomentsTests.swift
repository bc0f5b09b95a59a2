import CaseCore
import Testing

/// When cases are compared: on working days alone, at times of the Dutch clock.
@Suite struct MatchMomentsTests {
  private static func moment(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) throws -> Instant {
    let date = try #require(CivilDate(year: 2026, month: month, day: day))
    return Amsterdam.instant(at: try #require(CivilDateTime(date: date, hour: hour, minute: minute)))
  }

  @Test func areThoseOfWorkingDays() throws {
    let calendar = WorkCalendar.standard
    // Friday 6 March 2026.
    let friday = try Self.moment(3, 6, 13)
    #expect(MatchMoments.standard.last(until: friday, calendar) == friday)
    #expect(MatchMoments.standard.last(until: friday.adding(seconds: -1), calendar) == (try Self.moment(3, 6, 7)))
    #expect(MatchMoments.standard.last(until: try Self.moment(3, 8, 12), calendar) == friday)
    #expect(MatchMoments.standard.next(after: friday, calendar) == (try Self.moment(3, 9, 7)))
    // Over Easter, from Good Friday's eve, and over the change of the clock.
    #expect(MatchMoments.standard.next(after: try Self.moment(4, 4, 8), calendar) == (try Self.moment(4, 7, 7)))
    #expect(MatchMoments.standard.next(after: try Self.moment(3, 28, 8), calendar) == (try Self.moment(3, 30, 7)))
  }

  @Test func areReadFromTimes() {
    #expect(MatchMoments("07:00,13:00") == .standard && MatchMoments("13:00,07:00") == .standard)
    #expect(MatchMoments("00:00,23:59")?.minutes == [0, 1_439])
    for text in ["", "7:00", "24:00", "07:60", "07:00,", "07:00,07:00", "07:00, 13:00", "+7:00", "07.00"] {
      #expect(MatchMoments(text) == nil, "\(text)")
    }
  }
}

import CaseCore
import Testing

/// A term of which the last day is known, and the reason why.
struct TermVector: Sendable, CustomTestStringConvertible {
  let event: String
  let length: String
  let lastDay: String
  let why: String

  init(_ event: String, _ length: String, _ lastDay: String, _ why: String) {
    self.event = event
    self.length = length
    self.lastDay = lastDay
    self.why = why
  }

  var testDescription: String { "\(event) + \(length) = \(lastDay): \(why)" }

  /// The due date of this term when the event takes place at ten in the morning in Amsterdam.
  func due(_ kind: DeadlineKind, calendar: WorkCalendar = .standard) throws -> DueDate {
    try DeadlineRule(length: Length(iso8601: length), kind: kind).due(from: .morning(event), calendar: calendar)
  }

  func check(_ kind: DeadlineKind, calendar: WorkCalendar = .standard) throws {
    let found = try due(kind, calendar: calendar)
    #expect("\(try #require(found.lastDay))" == lastDay, "\(why)")
    #expect(try found.due == Amsterdam.startOfDay(CivilDate(iso8601: lastDay).adding(days: 1)))
    #expect(found.steps.last?.after == found.lastDay)
  }
}

extension Instant {
  /// Ten in the morning on this day in Amsterdam.
  static func morning(_ date: String) throws -> Instant {
    try Amsterdam.instant(at: #require(CivilDateTime(date: CivilDate(iso8601: date), hour: 10, minute: 0)))
  }
}

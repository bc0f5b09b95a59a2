import CaseCore
import DutchMessages
import Testing

/// A term of which the end is known from the law's words, with the article and the reason. What is expected was worked out by
/// hand and not by the code.
struct TermVector: Sendable, CustomTestStringConvertible {
  let kind: DeadlineKind
  /// Where the rule stands, or which agreement it is.
  let article: String
  /// A date, on which the event is at ten in the morning in Amsterdam; or an instant.
  let event: String
  let length: String
  /// The last day as a date; or, where a moment is what matters, the first instant at which the term is over.
  let end: String
  let why: String
  var isBackward = false

  var testDescription: String {
    "\(kind.rawValue): \(event) \(isBackward ? "-" : "+") \(length) = \(end): \(why) (\(article))"
  }

  /// Vectors of one kind and article: event, length, end, reason.
  static func table(
    _ kind: DeadlineKind,
    _ article: String,
    backward: Bool = false,
    _ rows: [(event: String, length: String, end: String, why: String)]
  ) -> [TermVector] {
    rows.map {
      TermVector(
        kind: kind,
        article: article,
        event: $0.event,
        length: $0.length,
        end: $0.end,
        why: $0.why,
        isBackward: backward
      )
    }
  }

  static func due(
    _ kind: DeadlineKind,
    _ event: String,
    _ length: String,
    calendar: WorkCalendar = .standard
  ) throws -> DueDate {
    let vector = TermVector(kind: kind, article: "", event: event, length: length, end: "", why: "")
    return try vector.due(calendar: calendar)
  }

  func due(calendar: WorkCalendar = .standard) throws -> DueDate {
    let rule = try DeadlineRule(length: Length(iso8601: length), kind: kind)
    let moment = try event.contains("T") ? Instant(rfc3339: event) : .morning(event)
    return try isBackward ? rule.due(before: moment, calendar: calendar) : rule.due(from: moment, calendar: calendar)
  }

  func check(calendar: WorkCalendar = .standard) throws {
    let found = try due(calendar: calendar)
    if end.contains("T") {
      #expect("\(found.due)" == end, "\(why)")
    } else {
      #expect("\(try #require(found.lastDay))" == end, "\(why)")
      #expect(try found.due == Amsterdam.startOfDay(CivilDate(iso8601: end).adding(days: 1)))
      #expect(found.steps.last?.after == found.lastDay)
    }
    #expect(found.steps.allSatisfy { !$0.source.isEmpty && !$0.dutch.isEmpty }, "each step says where its rule stands")
  }
}

extension Instant {
  /// Ten in the morning on this day in Amsterdam.
  static func morning(_ date: String) throws -> Instant {
    try Amsterdam.instant(at: #require(CivilDateTime(date: CivilDate(iso8601: date), hour: 10, minute: 0)))
  }
}

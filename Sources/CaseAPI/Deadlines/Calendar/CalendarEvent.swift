import CaseCore
import Foundation

/// An appointment in a calendar: a day or a moment that takes no time of anyone.
struct CalendarEvent {
  enum When {
    case day(CivilDate)
    case moment(Instant)
  }

  var id: UUID
  /// Higher for what takes the place of an earlier one under the same id.
  var sequence: Int
  var stamp: Instant
  var when: When
  var summary: String
  var description: String
  var url: String

  func write(to text: inout CalendarText) {
    text.add("BEGIN", "VEVENT")
    text.add("UID", id.uuidString.lowercased())
    text.add("SEQUENCE", "\(sequence)")
    text.add("DTSTAMP", stamp.calendarText)
    switch when {
    case .day(let day): text.add("DTSTART;VALUE=DATE", day.calendarText)
    case .moment(let moment): text.add("DTSTART", moment.calendarText)
    }
    text.add("SUMMARY", text: summary)
    text.add("DESCRIPTION", text: description)
    text.add("URL", url)
    text.add("STATUS", "CONFIRMED")
    text.add("CLASS", "PRIVATE")
    text.add("TRANSP", "TRANSPARENT")
    text.add("END", "VEVENT")
  }
}

extension CivilDate {
  /// `20260504` (RFC 5545, 3.3.4).
  fileprivate var calendarText: String { description.filter { $0 != "-" } }
}

extension Instant {
  /// `20260504T133000Z` (RFC 5545, 3.3.5); parts of a second are left out.
  fileprivate var calendarText: String { description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z" }
}

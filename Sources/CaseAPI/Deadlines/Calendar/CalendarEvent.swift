import CaseCore
import Foundation

/// An appointment in a calendar: a day or a moment that takes no time of anyone.
struct CalendarEvent {
  enum When {
    case day(CivilDate)
    /// It is shown as the half hour that ends then.
    case moment(Instant)
  }

  var id: UUID
  /// When it became what it is; in whole seconds.
  var changedAt: Instant
  var when: When
  /// Whether it holds; if not, it is shown as provisional.
  var isFirm: Bool
  var summary: String
  var description: String
  var url: String
  /// When a program reminds of it.
  var alarms: [Alarm]

  enum Alarm {
    case at(Instant)
    /// So many hours before it begins.
    case before(hours: Int)
  }

  func write(to text: inout CalendarText) {
    text.add(component: "VEVENT") { text in
      text.add("UID", id.uuidString.lowercased())
      text.add("SEQUENCE", "\(changedAt.microseconds(since: Self.beginning) / 1_000_000)")
      text.add("DTSTAMP", changedAt.calendarText)
      text.add("LAST-MODIFIED", changedAt.calendarText)
      writeTime(to: &text)
      text.add("SUMMARY", text: summary)
      text.add("DESCRIPTION", text: description)
      text.add("URL", url)
      text.add("STATUS", isFirm ? "CONFIRMED" : "TENTATIVE")
      text.add("CLASS", "PRIVATE")
      text.add("TRANSP", "TRANSPARENT")
      for alarm in alarms { write(alarm, to: &text) }
    }
  }

  private func writeTime(to text: inout CalendarText) {
    switch when {
    case .day(let day):
      text.add("DTSTART;VALUE=DATE", day.calendarText)
      text.add("DTEND;VALUE=DATE", day.adding(days: 1).calendarText)
    case .moment(let moment):
      text.add("DTSTART", moment.adding(seconds: -1_800).calendarText)
      text.add("DTEND", moment.calendarText)
    }
  }

  private func write(_ alarm: Alarm, to text: inout CalendarText) {
    text.add(component: "VALARM") { text in
      text.add("ACTION", "DISPLAY")
      switch alarm {
      case .at(let moment): text.add("TRIGGER;VALUE=DATE-TIME", moment.calendarText)
      case .before(let hours): text.add("TRIGGER", "-PT\(hours)H")
      }
      text.add("DESCRIPTION", text: summary)
    }
  }

  /// Sequences count the seconds from here: a number that rises with every change and fits in 31 bits until 2088.
  private static let beginning = Instant(microseconds: 1_577_836_800_000_000)
}

extension CivilDate {
  /// `20260504` (RFC 5545, 3.3.4).
  fileprivate var calendarText: String { description.filter { $0 != "-" } }
}

extension Instant {
  /// `20260504T133000Z` (RFC 5545, 3.3.5); parts of a second are left out.
  fileprivate var calendarText: String { description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z" }
}

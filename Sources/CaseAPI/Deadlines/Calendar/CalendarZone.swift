/// The time in the Netherlands as an iCalendar component (RFC 5545, 3.6.5), by the rule of ``CaseCore/Amsterdam``. It is also
/// what makes a calendar without appointments a valid one: a calendar has at least one component.
enum CalendarZone {
  static let name = "Europe/Amsterdam"

  static func write(to text: inout CalendarText) {
    text.add(component: "VTIMEZONE") { text in
      text.add("TZID", name)
      rule("DAYLIGHT", month: 3, begins: "19960331T020000", from: "+0100", to: "+0200", name: "CEST", in: &text)
      rule("STANDARD", month: 10, begins: "19961027T030000", from: "+0200", to: "+0100", name: "CET", in: &text)
    }
  }

  /// From the last Sunday of a month on.
  private static func rule(
    _ component: String,
    month: Int,
    begins: String,
    from: String,
    to: String,
    name: String,
    in text: inout CalendarText
  ) {
    text.add(component: component) { text in
      text.add("DTSTART", begins)
      text.add("RRULE", "FREQ=YEARLY;BYMONTH=\(month);BYDAY=-1SU")
      text.add("TZOFFSETFROM", from)
      text.add("TZOFFSETTO", to)
      text.add("TZNAME", name)
    }
  }
}

public import CaseCore
public import CaseStore
import Foundation

/// The deadlines of one role as an iCalendar object (RFC 5545), for the calendars of people.
///
/// A calendar is shown on screens, shared with colleagues and kept by others. So it says that there is a deadline in a case,
/// and nothing of what kind: no name of a deadline, a phase, a process or a person. The case is named by the id that the
/// reader's organisation knows it by, and whoever wants to know more reads it at its address, with a token.
public struct DeadlineFeed: Sendable {
  private let reader: CaseReader
  private let cases: String

  /// - Parameter url: where people reach the service.
  public init(reader: CaseReader, url: String) {
    self.reader = reader
    cases = "\(url.hasSuffix("/") ? String(url.dropLast()) : url)/v1/casussen/"
  }

  /// Every deadline whose next moment or end is for the role, on its last day or at its last moment. What stands still has
  /// neither, and is not in it.
  /// - Returns: `nil` when the actor does not act in the role.
  public func text(
    for actor: Actor,
    role: String,
    matching filter: DeadlineFilter = DeadlineFilter()
  ) async throws(StoreError) -> String? {
    guard actor.roles.contains(role) else { return nil }
    // What someone may see in other roles does not belong in the calendar of this one.
    let holder = Actor(subject: actor.subject, organisation: actor.organisation, roles: [role])
    let deadlines = try await reader.allDeadlines(for: holder, matching: filter).filter(\.isForReader)
    var text = CalendarText()
    text.add("BEGIN", "VCALENDAR")
    text.add("VERSION", "2.0")
    text.add("PRODID", "-//Casusregie//Termijnen//NL")
    text.add("NAME", text: "Termijnen in casussen")
    text.add("X-WR-CALNAME", text: "Termijnen in casussen")
    text.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
    for event in deadlines.compactMap(event) { event.write(to: &text) }
    text.add("END", "VCALENDAR")
    return text.text
  }

  private func event(_ deadline: DeadlineView) -> CalendarEvent? {
    guard let due = deadline.due else { return nil }
    let id = deadline.alias.uuidString.lowercased()
    return CalendarEvent(
      id: reader.pseudonym(of: deadline),
      sequence: deadline.running.generation,
      stamp: deadline.now,
      // The due moment is the first after the last day.
      when: deadline.isInDays ? .day(Amsterdam.date(at: due.adding(microseconds: -1))) : .moment(due),
      summary: "Termijn in een casus (\(id.prefix(8)))",
      description: "Casus \(id)\n\(cases)\(id)",
      url: cases + id
    )
  }
}

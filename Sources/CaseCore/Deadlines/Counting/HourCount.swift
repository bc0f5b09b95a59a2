/// Counts a term in hours by the clock, and records each step. Only its length and its suspensions determine its end: the
/// Algemene termijnenwet (article 4, under a) and Regulation 1182/71 (article 3, paragraph 4) do not extend terms in hours.
///
/// Under `eu1182` the hour in which the event took place is not counted, so the term begins with the next full hour (article
/// 3, paragraph 1 and paragraph 2, under a): 72 hours after an event at 10:23 end at 11:00. The rule that a term of two days
/// has two working days (paragraph 5) is taken to apply to terms in days only: 72 hours are 72 hours, also over a weekend.
/// This reading can only make a deadline early.
struct HourCount {
  private let kind: DeadlineKind
  private var due: Instant
  private var steps: [Step] = []

  init(from start: Instant, kind: DeadlineKind) {
    self.kind = kind
    due = start
  }

  func dueDate(calendar: WorkCalendar) -> DueDate {
    DueDate(due: due, lastDay: nil, steps: steps, warnings: [], calendarVersion: calendar.version)
  }

  mutating func add(_ lengths: [Length], suspensions: [Suspension]) {
    if kind == .eu1182 { move(to: beginningOfHour.adding(microseconds: Self.hour), .hourSkipped) }
    for length in lengths { move(to: due.adding(microseconds: length.microseconds), .counted(length)) }
    for suspension in suspensions {
      let lost = suspension.microseconds
      move(to: due.adding(microseconds: lost), .suspendedFor(microseconds: lost))
    }
    if kind == .atw { note(.notExtended) }
  }

  mutating func goBack(_ length: Length) {
    if kind == .eu1182 { move(to: beginningOfHour, .hourSkipped) }
    move(to: due.adding(microseconds: -length.microseconds), .countedBack(length))
  }

  mutating func note(_ rule: Step.Rule) { move(to: due, rule) }

  private mutating func move(to next: Instant, _ rule: Step.Rule) {
    steps.append(Step(rule: rule, kind: kind, before: due, after: next))
    due = next
  }

  private static let hour = 3_600 * Instant.microsecondsASecond

  /// The first moment of the hour in which the event took place. Hours begin at the same moments in Amsterdam as in UTC.
  private var beginningOfHour: Instant {
    due.adding(microseconds: -(due.utc.microsecondOfDay % Self.hour))
  }
}

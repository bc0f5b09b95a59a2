/// One step in counting a term, stored as facts. The words are made on demand, so that computing many due
/// dates makes no texts.
public struct Step: Sendable, Hashable {
  public enum Rule: Sendable, Hashable {
    /// The term was extended by this; the sum is counted from the start, so this step moves no date.
    case extended(Length)
    /// The hour in which the event took place is not counted.
    case hourSkipped
    /// A length was added.
    case counted(Length)
    /// The term is one of a series: it is counted from the start of the first one.
    case repeated(number: Int)
    /// A length was counted back from an event.
    case countedBack(Length)
    /// Calendar days or, for `werkdagen`, working days on which the term was suspended.
    case suspended(days: Int)
    /// Microseconds in which a term in hours was suspended.
    case suspendedFor(microseconds: Int64)
    /// The Algemene termijnenwet does not apply to a term of this unit or length.
    case notExtended
    /// The last day was a day off.
    case endedOn(DayOff)
    /// The term held fewer than two working days.
    case twoWorkingDays
    /// The case itself has the last day.
    case said
    /// The term began after the end of the deadline with this label, in Dutch.
    case begunAfter(String)
  }

  /// The moments of a term in hours.
  public struct Moments: Sendable, Hashable {
    public let before: Instant
    public let after: Instant
  }

  public let rule: Rule
  /// The kind of deadline that was counted.
  public let kind: DeadlineKind
  /// The date in Amsterdam before the step: of the event for the first step, of the last day so far for the others.
  public let before: CivilDate
  public let after: CivilDate
  /// `nil` for a term that is counted in days.
  public let moments: Moments?

  init(rule: Rule, kind: DeadlineKind, before: CivilDate, after: CivilDate) {
    (self.rule, self.kind, self.before, self.after) = (rule, kind, before, after)
    moments = nil
  }

  init(rule: Rule, kind: DeadlineKind, before: Instant, after: Instant) {
    (self.rule, self.kind) = (rule, kind)
    (self.before, self.after) = (Amsterdam.date(at: before), Amsterdam.date(at: after))
    moments = Moments(before: before, after: after)
  }
}

extension Step {
  /// What programs tell steps apart by. A code keeps its meaning in later releases; there may be more.
  public enum Code: String, CaseIterable, Sendable {
    case extended = "step-extended"
    case hourSkipped = "step-hour-skipped"
    case counted = "step-counted"
    case repeated = "step-repeated"
    case countedBack = "step-counted-back"
    case suspended = "step-suspended"
    case notExtended = "step-act-not-applicable"
    case endedOn = "step-ended-on-day-off"
    case twoWorkingDays = "step-two-working-days"
    case said = "step-date-of-case"
    case begunAfter = "step-begun-after"
  }

  public var code: Code {
    switch rule {
    case .extended: .extended
    case .hourSkipped: .hourSkipped
    case .counted: .counted
    case .repeated: .repeated
    case .countedBack: .countedBack
    case .suspended, .suspendedFor: .suspended
    case .notExtended: .notExtended
    case .endedOn: .endedOn
    case .twoWorkingDays: .twoWorkingDays
    case .said: .said
    case .begunAfter: .begunAfter
    }
  }
}

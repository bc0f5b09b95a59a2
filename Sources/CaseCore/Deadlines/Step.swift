/// One step in counting a term, kept as facts; the words are made when somebody asks (``text``, ``source``), so computing
/// many due dates costs no words.
public struct Step: Sendable, Hashable {
  public enum Rule: Sendable, Hashable {
    /// A length counted on.
    case counted(Length)
    /// A length counted back from an event.
    case countedBack(Length)
    /// Calendar days or, for `werkdagen`, working days in which the term stood still.
    case suspended(days: Int)
    /// Microseconds in which a term in hours stood still.
    case suspendedFor(microseconds: Int64)
    /// The Algemene termijnenwet does not apply to a term of this unit or length.
    case notExtended
    /// The last day was a day off.
    case endedOn(DayOff)
    /// The term held fewer than two working days.
    case twoWorkingDays
  }

  public let rule: Rule
  /// The kind of deadline that was counted.
  public let kind: DeadlineKind
  /// The date in Amsterdam before the step: of the event for the first one, of the last day so far for the others.
  public let before: CivilDate
  public let after: CivilDate
}

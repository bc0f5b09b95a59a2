/// How long a deadline is and by which rules it is counted.
///
/// Every date is a pure function of its input: the moment of the event, the rule, the ledger of what happened to the term
/// since, and the calendar. Only that input is stored, so any due date can be explained and computed again.
public struct DeadlineRule: Sendable, Hashable {
  public let length: Length
  public let kind: DeadlineKind

  /// - Throws: ``DeadlineError/unitNotCounted(_:_:)`` for a unit that the kind cannot count.
  public init(length: Length, kind: DeadlineKind) throws(DeadlineError) {
    try kind.requireCountable(length.unit)
    self.length = length
    self.kind = kind
  }
}

extension DeadlineKind {
  /// - Throws: when terms of this kind cannot be expressed in `unit`.
  func requireCountable(_ unit: Length.Unit) throws(DeadlineError) {
    let isCounted =
      switch self {
      case .hours: unit == .hours
      case .calendar: unit != .hours
      case .workingDays: unit == .days
      case .atw, .eu1182: true
      }
    guard isCounted else { throw .unitNotCounted(unit, self) }
  }
}

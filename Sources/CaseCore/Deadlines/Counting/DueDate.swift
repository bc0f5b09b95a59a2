/// When a term ends, and how that was computed.
public struct DueDate: Sendable, Hashable {
  /// The first moment at which the term is over. For a term counted in days it is the 00:00 in Amsterdam that ends
  /// ``lastDay``. Because it is exclusive, it needs no "23:59:59.999999", and a timer that fires at exactly this moment is
  /// never early.
  public let due: Instant
  /// The last day of the term in Amsterdam; `nil` for a term in hours.
  public let lastDay: CivilDate?
  /// The steps of the computation, in order, each from one date to the next. Never empty.
  public let steps: [Step]
  public let warnings: [Warning]
  /// The version of the calendar this was computed with.
  public let calendarVersion: String

  public enum Warning: Sendable, Hashable {
    /// A day in this year decided the outcome, and the days equated by decree are not, or not all, known for that year: the
    /// true end may be later.
    case decreeUnknown(year: Int)
  }
}

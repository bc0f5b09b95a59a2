/// How the end of a running deadline was computed: its start, each step, and what it will do when.
public struct DeadlineExplanation: Sendable, Hashable {
  /// A future moment.
  public struct Coming: Sendable, Hashable {
    public let kind: RunningDeadline.Timer.Kind
    public let at: Instant
    /// The roles that are notified then.
    public let roles: [String]
  }

  /// What makes the end uncertain, or why there is none.
  public enum Warning: Sendable, Hashable {
    case dueDate(DueDate.Warning)
    case notCountable(DeadlineError)
    /// The term ends on a date that the case does not have.
    case dateMissing
    /// The clock uses the moment that was counted before; counted now, the end is another.
    case countsOtherwise(clock: Instant, now: Instant)
  }

  public let name: DeadlineName
  /// In Dutch, from the workflow.
  public let label: String
  /// Who set the length, from the workflow.
  public let source: String
  /// The settings that gave it another; see ``Deadline/setBy``.
  public let setBy: [Int64]
  public let startedAt: Instant
  /// What happened to it since the start.
  public let ledger: Ledger
  /// The first moment at which it is over; `nil` while it is suspended, because nobody can know then.
  public let dueAt: Instant?
  /// `nil` for a term in hours, and while it is suspended.
  public let lastDay: CivilDate?
  /// Each step from one date to the next; empty while it is suspended.
  public let steps: [Step]
  public let warnings: [Warning]
  /// The version of the calendar it is counted by.
  public let calendarVersion: String
  /// In order of time.
  public let coming: [Coming]
}

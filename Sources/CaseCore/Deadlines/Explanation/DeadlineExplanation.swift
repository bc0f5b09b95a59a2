/// How a deadline that runs in a case came to its end: from what began it, over each step of the count, to what it will do
/// and when.
public struct DeadlineExplanation: Sendable, Hashable {
  /// A moment that is still to come.
  public struct Coming: Sendable, Hashable {
    public let kind: RunningDeadline.Timer.Kind
    public let at: Instant
    /// The roles that are told then.
    public let roles: [String]
  }

  public let name: DeadlineName
  /// In Dutch, from the workflow.
  public let label: String
  /// Who set the length, from the workflow.
  public let source: String
  public let startedAt: Instant
  /// What happened to it since.
  public let ledger: Ledger
  /// The first moment at which it is over; `nil` while it stands still, because nobody can know then.
  public let dueAt: Instant?
  /// `nil` for a term in hours, and while it stands still.
  public let lastDay: CivilDate?
  /// Each step from one date to the next; none while it stands still.
  public let steps: [Step]
  /// In Dutch.
  public let warnings: [String]
  /// The version of the calendar it is counted by.
  public let calendarVersion: String
  /// In order of time.
  public let coming: [Coming]
}

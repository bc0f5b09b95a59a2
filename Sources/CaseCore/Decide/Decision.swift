/// An accepted command: what is written, and who is told.
public struct Decision: Hashable, Sendable {
  public var entry: Entry
  /// The case after the entry.
  public var result: Case
  public var notices: [Notice]
  public var erases: Bool

  /// An event for one organisation.
  public struct Notice: Hashable, Sendable {
    public var organisation: String
    /// The last part of the event's type.
    public var event: String

    public init(organisation: String, event: String) {
      self.organisation = organisation
      self.event = event
    }
  }
}

/// What `decide` made of a command.
public enum Outcome: Hashable, Sendable {
  case accepted(Decision)
  case refused(Refusal)
  /// A rung of a deadline that no longer runs, or that has fired: recorded with the timer, without effect on the case.
  case lapsed
}

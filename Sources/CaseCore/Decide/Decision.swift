/// An accepted command: what is written, and who is told.
public struct Decision: Hashable, Sendable {
  public var entry: Entry
  /// The case after the entry.
  public var result: Case
  public var notices: [Notice]
  public var erases: Bool
  /// The transitions that were taken: of the command, and of what it led to in the case. What a timer of a deadline did is
  /// in the entry.
  public var taken: [TransitionName]

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
  /// A timer of a deadline that no longer runs, or that has fired: recorded with the timer, without effect on the case.
  case lapsed
}

/// Who is told what of an entry. Each is told once: the first word counts, so what is particular comes before the usual.
struct NoticeList {
  private(set) var all: [Decision.Notice] = []
  private var told: Set<String> = []

  mutating func tell(_ event: String, to organisations: [String]) {
    for organisation in organisations where told.insert(organisation).inserted {
      all.append(.init(organisation: organisation, event: event))
    }
  }
}

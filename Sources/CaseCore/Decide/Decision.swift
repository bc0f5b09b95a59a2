/// An accepted command: what is written, and who is notified.
public struct Decision: Hashable, Sendable {
  public var entry: Entry
  /// The case after the entry.
  public var result: Case
  public var notices: [Notice]
  public var erases: Bool
  /// The transitions that were taken: by the command, and by what it caused in the case. What a timer of a deadline did is
  /// in the entry.
  public var taken: [TransitionName]
  /// What it moves to another case, which has to take it.
  public var transfer: Transfer?
  /// The identities of the workflow by which is asked at once whether the person is known: people decided so.
  public var asks: [String] = []

  /// An event for one organisation.
  public struct Notice: Hashable, Sendable {
    public var organisation: String
    /// The last part of the event's type.
    public var event: String
    /// The organisation has to acknowledge it.
    public var asksAcknowledgement: Bool
    /// All that the organisation may know of the case is what it was answered.
    public var isForReceipt = false

    public init(organisation: String, event: String, asksAcknowledgement: Bool = false) {
      self.organisation = organisation
      self.event = event
      self.asksAcknowledgement = asksAcknowledgement
    }
  }
}

/// The outcome of a command.
public enum Outcome: Hashable, Sendable {
  case accepted(Decision)
  case refused(Refusal)
  /// A timer of a deadline that no longer runs, or that has fired: recorded with the timer, without effect on the case.
  case lapsed
}

/// The notices of an entry. Each organisation gets one: the first counts, so the specific come before the general. One that has to be
/// acknowledged takes the place of every other.
struct NoticeList {
  private(set) var all: [Decision.Notice] = []
  private var notified: Set<String> = []

  func hasNotified(_ organisation: String) -> Bool { notified.contains(organisation) }

  mutating func notify(_ event: String, to organisations: [String]) {
    for organisation in organisations where notified.insert(organisation).inserted {
      all.append(.init(organisation: organisation, event: event))
    }
  }

  mutating func notify(_ event: String, toAcknowledge organisations: [String]) {
    for organisation in organisations {
      let notice = Decision.Notice(organisation: organisation, event: event, asksAcknowledgement: true)
      if notified.insert(organisation).inserted {
        all.append(notice)
      } else if let index = all.firstIndex(where: { $0.organisation == organisation && !$0.asksAcknowledgement }) {
        all[index] = notice
      }
    }
  }
}

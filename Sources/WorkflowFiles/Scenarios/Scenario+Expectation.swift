public import CaseCore
public import OrderedCollections

extension Scenario {
  /// The expected outcome of a step. What is left out is not checked, with two exceptions: a refusal, and a deadline that
  /// expires, must always be expected.
  public struct Expectation: Hashable, Sendable {
    public var state: String?
    /// The states of children, by id.
    public var children: OrderedDictionary<String, String> = [:]
    /// All the events of this step, in order, by organisation. No other organisation may get one.
    public var told: OrderedDictionary<String, [String]>?
    public var refusal: Refused?
    /// The deadlines that expire, in order: those of a child as `adviesaanvraag-1/advies`.
    public var expired: [String] = []
    public var deadlines: OrderedDictionary<String, Running> = [:]
    public var erases: Bool?
  }

  /// The state of a deadline.
  public enum Running: Hashable, Sendable {
    /// It runs, and this is its last day.
    case until(CivilDate)
    case running
    /// It is suspended.
    case suspended
    case stopped
  }

  public struct Refused: Hashable, Sendable {
    public var kind: Kind
    /// Parts of the text for the sender.
    public var says: [String]
    /// All fields with a fault.
    public var fields: [String]?

    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case unknownCase = "unknown-case"
      case unknownCommand = "unknown-command"
      case notEntitled = "not-entitled"
      case invalid
      case stale
      case notNow = "not-now"
    }
  }
}

public import CaseCore
public import OrderedCollections

extension Scenario {
  /// What must come of a step. What is left out is not looked at, with two exceptions: a refusal, and a deadline that
  /// expires, must always be expected.
  public struct Expectation: Hashable, Sendable {
    public var state: String?
    /// By id, the states of children.
    public var children: OrderedDictionary<String, String> = [:]
    /// By organisation, all the events it gets in this step, in order. Nobody else may get one.
    public var told: OrderedDictionary<String, [String]>?
    public var refusal: Refused?
    /// The deadlines that expire, in order: those of a child as `adviesaanvraag-1/advies`.
    public var expired: [String] = []
    public var deadlines: OrderedDictionary<String, Running> = [:]
    public var erases: Bool?
  }

  /// How a deadline stands.
  public enum Running: Hashable, Sendable {
    /// With this as its last day.
    case until(CivilDate)
    case running
    /// It stands still.
    case suspended
    case stopped
  }

  public struct Refused: Hashable, Sendable {
    public var kind: Kind
    /// Parts of what the sender is told.
    public var says: [String]
    /// All the fields that are at fault.
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

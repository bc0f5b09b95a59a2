/// A typed field of a command.
public struct Field: Hashable, Sendable {
  public indirect enum Kind: Hashable, Sendable {
    case text(maximumLength: Int)
    /// A calendar date. With `within`, it must lie after today and at most that long from today.
    case date(within: Length?, past: Bool)
    case number(minimum: Int64?, maximum: Int64?)
    case choice(options: [Option])
    /// The number (OIN) of an organisation in the directory, holding one of these roles (any, when empty).
    case reference(roles: [String])
    /// A child of the case by its id: one of this machine, in one of these states (any, when empty).
    case child(machine: String, states: [String])
    /// Another case of this workflow that the sender may know of, by the id under which its organisation knows it: one in one of these
    /// states (any, when empty), of which the sender is in the audience.
    case otherCase(workflow: String, states: [String])
    case list(of: Kind, minimum: Int, maximum: Int)
  }

  public struct Option: Hashable, Sendable {
    public var key: String
    public var label: String

    public init(key: String, label: String) {
      self.key = key
      self.label = label
    }
  }

  /// When a sender has to give it a value.
  public enum Requirement: Hashable, Sendable {
    case always
    case never
    /// Exactly when this holds: of the other fields of the command, its ground, and the facts of the case before it.
    case when(Guard)
  }

  /// What the case knows already: proposed as the value, and never filled in without the sender saying it.
  public struct Offer: Hashable, Sendable {
    public var fact: String
    /// Of the case, for a command that is for a child; else of the machine of the command.
    public var isOfCase: Bool

    public init(fact: String, isOfCase: Bool = false) {
      self.fact = fact
      self.isOfCase = isOfCase
    }
  }

  public var label: String
  public var kind: Kind
  public var requirement: Requirement
  /// Whether it says something about a person: then it never leaves the encrypted journal.
  public var isPersonal: Bool
  public var offer: Offer?
  /// Whether the other case that it names lists this one, for whoever may read what was said.
  public var isListed: Bool

  public init(
    label: String,
    kind: Kind,
    requirement: Requirement,
    isPersonal: Bool,
    offer: Offer? = nil,
    isListed: Bool = false
  ) {
    self.label = label
    self.kind = kind
    self.requirement = requirement
    self.isPersonal = isPersonal
    self.offer = offer
    self.isListed = isListed
  }

  /// Whether every sender gives it a value.
  public var isRequired: Bool { requirement == .always }

  /// The condition under which it is required; `nil` when it always or never is.
  public var condition: Guard? { if case .when(let condition) = requirement { condition } else { nil } }

  /// The maximum length of any text field, in code points.
  public static let longestText = 20_000

  /// The most other cases that the fields of one command can name: each of them is opened before the command is decided.
  public static let mostOtherCases = 20
}

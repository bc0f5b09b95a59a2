/// A capacity in which an organisation takes part in a case.
public struct Role: Hashable, Sendable {
  /// What a holder of the role may see of a case in which its organisation is a party.
  public enum Access: String, Hashable, Sendable, CaseIterable {
    /// The case, and the journal entries whose audience has the role.
    case party
    /// Nothing but the events addressed to the role: the case cannot be fetched.
    case receipt
    /// Every entry of the case, and no command.
    case oversight
    /// One child of a case, in which the organisation was given this part, and nothing else of the case.
    case part
    /// No case at all: the role works elsewhere in the service.
    case none

    /// Whether it opens something of a case, however little.
    var opensSomething: Bool {
      switch self {
      case .party, .oversight, .part: true
      case .receipt, .none: false
      }
    }

    /// Whether it opens the case as a whole.
    package var opensCase: Bool { self == .party || self == .oversight }
  }

  /// How an organisation comes to have the role in a case without joining it.
  public enum Through: String, Hashable, Sendable, CaseIterable {
    /// By taking part in another role that opens the case as a whole; see ``Case/gives(_:to:of:by:)``.
    case party
  }

  public var label: String
  public var access: Access
  /// `nil` for a role in which organisations join.
  public var through: Through?
  /// The conditions, by the names of the workflow, that an organisation meets when it is given the role in a case.
  public var conditions: [String]
  /// Whether another organisation may be given the role in the place of the one that has it, by a mandate.
  public var isMandated: Bool

  public init(
    label: String,
    access: Access = .party,
    through: Through? = nil,
    conditions: [String] = [],
    isMandated: Bool = false
  ) {
    self.label = label
    self.access = access
    self.through = through
    self.conditions = conditions
    self.isMandated = isMandated
  }
}

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
  }

  public var label: String
  public var access: Access

  public init(label: String, access: Access = .party) {
    self.label = label
    self.access = access
  }
}

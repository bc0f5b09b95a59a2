public import OrderedCollections

/// A command as the workflow declares it: who may give it, on which ground, with which fields. It means the same in every
/// state; the state's transitions say what it leads to.
public struct CommandDefinition: Hashable, Sendable {
  public var label: String
  public var roles: [String]
  /// A command with one ground is based on that; with several the sender names one.
  public var grounds: [String]
  public var fields: OrderedDictionary<String, Field>
  /// What the command does in a joint decision.
  public var ballot: Ballot?
  /// The roles that may read the journal entry, when that is not the whole audience of the state.
  public var audience: [String]?
  /// With whom else it is shared, by name.
  public var sharing: Sharing?
  /// A person for whom only the organisation vouches may give it.
  public var acceptsVouched: Bool
  /// The levels of which the sender must have signed in at one, the preferred one first; empty when any will do.
  public var authentication: [String]

  public init(
    label: String,
    roles: [String],
    grounds: [String],
    fields: OrderedDictionary<String, Field> = [:],
    ballot: Ballot? = nil,
    audience: [String]? = nil,
    sharing: Sharing? = nil,
    acceptsVouched: Bool = false,
    authentication: [String] = []
  ) {
    self.label = label
    self.roles = roles
    self.grounds = grounds
    self.fields = fields
    self.ballot = ballot
    self.audience = audience
    self.sharing = sharing
    self.acceptsVouched = acceptsVouched
    self.authentication = authentication
  }
}

extension CommandDefinition {
  /// In bytes.
  private static let longestLevel = 200

  /// Whether a text can be a level, or what a provider calls one: clients are told it in a list that spaces divide, between quotation
  /// marks (RFC 9470, 3; RFC 6750, 3).
  public static func isLevel(_ text: String) -> Bool {
    (1...longestLevel).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  }

  /// Whether one of these levels is enough.
  func accepts(_ levels: Set<String>) -> Bool { authentication.isEmpty || !levels.isDisjoint(with: authentication) }
}

public import OrderedCollections

/// A command as the workflow declares it: who may give it, on which ground, with which fields. It means the same in every
/// state; what it leads to is said by the state's transitions.
public struct CommandDefinition: Hashable, Sendable {
  public var label: String
  public var roles: [String]
  /// With one ground the command rests on it; with several the sender names the one it rests on.
  public var grounds: [String]
  public var fields: OrderedDictionary<String, Field>
  /// What the command does in a joint decision.
  public var ballot: Ballot?
  /// The roles that may read the journal entry, where that is not the whole audience of the state.
  public var audience: [String]?

  public init(
    label: String,
    roles: [String],
    grounds: [String],
    fields: OrderedDictionary<String, Field> = [:],
    ballot: Ballot? = nil,
    audience: [String]? = nil
  ) {
    self.label = label
    self.roles = roles
    self.grounds = grounds
    self.fields = fields
    self.ballot = ballot
    self.audience = audience
  }
}

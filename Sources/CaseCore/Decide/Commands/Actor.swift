/// A person, acting for one organisation in one or more roles.
public struct Actor: Hashable, Sendable {
  /// The person's opaque id at the identity provider. Personal: only ever stored encrypted.
  public var subject: String
  public var organisation: String
  public var roles: Set<String>
  /// Who it is, is the word of the organisation alone, and not of an identity provider. Such a person gives only commands that accept it
  /// (``CommandDefinition/acceptsVouched``), and never has a part in a joint decision: one system could make up two of them.
  public var isVouched: Bool
  /// The levels at which the person signed in (authentication contexts, RFC 9470), in the words of workflows; empty when the identity
  /// provider says none. They decide whether a command may be given (``CommandDefinition/authentication``) and are kept nowhere: the same
  /// person with another token is the same person, and the same command the same command.
  public var authentication: Set<String>

  public init(
    subject: String,
    organisation: String,
    roles: Set<String>,
    isVouched: Bool = false,
    authentication: Set<String> = []
  ) {
    self.subject = subject
    self.organisation = organisation
    self.roles = roles
    self.isVouched = isVouched
    self.authentication = authentication
  }
}

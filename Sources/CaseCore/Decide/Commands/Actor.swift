/// A person, acting for one organisation in one or more roles.
public struct Actor: Hashable, Sendable {
  /// The person's opaque id at the identity provider. Personal: only ever stored encrypted.
  public var subject: String
  public var organisation: String
  public var roles: Set<String>

  public init(subject: String, organisation: String, roles: Set<String>) {
    self.subject = subject
    self.organisation = organisation
    self.roles = roles
  }
}

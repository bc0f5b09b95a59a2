/// Organisations that read an entry because whoever recorded it named them; see ``Sharing``.
public struct NamedReaders: Hashable, Sendable {
  /// Their numbers (OIN).
  public var organisations: [String]
  /// The roles in which they read it, as the workflow had them when it was recorded.
  public var roles: [String]

  public init(organisations: [String], roles: [String]) {
    self.organisations = organisations
    self.roles = roles
  }
}

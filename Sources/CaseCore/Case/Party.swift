/// An organisation that takes part in a case, or in one of its children.
public struct Party: Hashable, Sendable {
  /// The organisation's number (OIN).
  public var organisation: String
  public var roles: Set<String>
  /// The first revision that it may know of; what was before its invitation stays hidden from it.
  public var since: Int64
  /// The revision with which it left; `nil` while it takes part.
  public var until: Int64?
  /// In a child: the roles in which people of the organisation act for it.
  public var through: Set<String>
  public var later = LaterFields()

  public init(organisation: String, roles: Set<String>, since: Int64, through: Set<String> = []) {
    self.organisation = organisation
    self.roles = roles
    self.since = since
    self.through = through
  }
}

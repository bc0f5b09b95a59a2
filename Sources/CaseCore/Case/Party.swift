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
  /// For whom it has some of its roles. A role that is in none of these is its own.
  public var onBehalfOf: [Representation] = []
  public var later = LaterFields()

  public init(organisation: String, roles: Set<String>, since: Int64, through: Set<String> = []) {
    self.organisation = organisation
    self.roles = roles
    self.since = since
    self.through = through
  }

  /// The roles that it has of its own, whatever it has for others.
  var ownRoles: Set<String> { roles.subtracting(onBehalfOf.map(\.role)) }

  /// Without what it has for others.
  var ownPart: Party {
    var own = self
    (own.roles, own.onBehalfOf) = (ownRoles, [])
    return own
  }
}

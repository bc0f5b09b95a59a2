/// An organisation that takes part in a case.
public struct Party: Hashable, Sendable, Codable {
  /// The organisation's number (OIN).
  public var organisation: String
  public var roles: Set<String>
  /// The first revision it may know of: what was before its invitation stays closed to it.
  public var since: Int64

  public init(organisation: String, roles: Set<String>, since: Int64) {
    self.organisation = organisation
    self.roles = roles
    self.since = since
  }
}

/// That a party has a role for another organisation, by a mandate, and not of its own.
public struct Representation: Hashable, Sendable {
  public var role: String
  /// The number of the organisation that it acts for.
  public var principal: String
  /// The number of the mandate.
  public var mandate: Int64
  public var later = LaterFields()

  public init(role: String, principal: String, mandate: Int64) {
    self.role = role
    self.principal = principal
    self.mandate = mandate
  }
}

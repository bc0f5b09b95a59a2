/// A vote in a joint decision.
public struct Vote: Hashable, Sendable {
  public var organisation: String
  public var role: String
  /// The person who gave it, see ``Actor/subject``. Personal.
  public var person: String
  public var option: String
  public var later = LaterFields()

  public init(organisation: String, role: String, person: String, option: String) {
    self.organisation = organisation
    self.role = role
    self.person = person
    self.option = option
  }
}

/// An organisation that may take part in cases.
public struct Organisation: Hashable, Sendable {
  /// Its number (OIN, Organisatie-identificatienummer): 20 digits or capitals.
  public var number: String
  public var name: String
  public var region: String
  public var roles: Set<String>

  public init(number: String, name: String, region: String, roles: Set<String>) {
    self.number = number
    self.name = name
    self.region = region
    self.roles = roles
  }
}

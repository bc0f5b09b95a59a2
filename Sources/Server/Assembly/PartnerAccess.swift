/// How a partner gets at its events.
public struct PartnerAccess: Sendable {
  public let queue: String
  /// Its broker user.
  public let user: String
  /// Only when it was made now: it is kept nowhere.
  public let password: String?
}

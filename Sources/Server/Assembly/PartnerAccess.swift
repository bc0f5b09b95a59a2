/// How a partner gets at its events.
public struct PartnerAccess: Sendable {
  public let queue: String
  /// Its broker user.
  public let user: String
  /// Only when it was made now: it is kept nowhere.
  public let password: String?
}

/// The password of an organisation's broker user, when the organisation is registered.
public enum PartnerPassword: Sendable {
  /// A user that exists keeps its own; another gets a new one.
  case keptOrNew
  /// Random, also for a user that exists.
  case new
  case given(String)
}

/// The password of an organisation's broker user, when the organisation is registered.
public enum PartnerPassword: Sendable {
  /// A user that exists keeps its own; another gets a new one.
  case keptOrNew
  /// Random, also for a user that exists.
  case new
  case given(String)
}

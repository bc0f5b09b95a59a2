public import Retrying

extension Backoff {
  /// For a server that is away.
  public static let reopening = Backoff(first: .milliseconds(50), longest: .seconds(2))
}

public import Retrying

/// How often, and after which pauses, a transaction is repeated when another one interfered.
public struct RetryPolicy: Sendable {
  public var attempts: Int
  public var backoff: Backoff

  public init(attempts: Int, backoff: Backoff = Backoff(first: .milliseconds(4), longest: .milliseconds(200))) {
    self.attempts = attempts
    self.backoff = backoff
  }

  public static let standard = RetryPolicy(attempts: 5)
  public static let never = RetryPolicy(attempts: 1)
}

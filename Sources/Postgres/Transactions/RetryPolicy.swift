/// How often, and after which pause, a transaction that met another is done again.
public struct RetryPolicy: Sendable {
  public var attempts: Int
  /// The pause before the second attempt; it doubles each time.
  public var pause: Duration
  public var longestPause: Duration
  /// A number in 0..<1. Two transactions that met must not meet again after the same pause.
  public var random: @Sendable () -> Double

  public init(
    attempts: Int = 5,
    pause: Duration = .milliseconds(4),
    longestPause: Duration = .milliseconds(200),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.attempts = attempts
    self.pause = pause
    self.longestPause = longestPause
    self.random = random
  }

  public static let standard = RetryPolicy()
  public static let never = RetryPolicy(attempts: 1)

  /// Between half and all of the doubled pause.
  /// - Parameter attempt: the one that failed, counted from 1.
  public func pause(after attempt: Int) -> Duration {
    let doubled = pause * (1 << min(max(0, attempt - 1), 20))
    return min(doubled, longestPause) * (0.5 + random() / 2)
  }
}

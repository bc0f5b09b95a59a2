/// The wait between attempts to connect: doubling from `initial` to `maximum`, then drawn between half and the whole of
/// that, so that many clients of one restarted broker do not all come back in the same instant.
public struct AMQPBackoff: Sendable, Equatable {
  public var initial: Duration
  public var maximum: Duration

  public init(initial: Duration = .milliseconds(100), maximum: Duration = .seconds(10)) {
    self.initial = initial
    self.maximum = maximum
  }

  /// - Parameters:
  ///   - attempt: how many attempts have failed in a row, from 1.
  ///   - jitter: drawn from 0 to 1.
  package func delay(afterAttempt attempt: Int, jitter: Double) -> Duration {
    var whole = initial
    for _ in 1..<max(attempt, 1) where whole < maximum { whole *= 2 }
    return min(whole, maximum) * ((1 + jitter) / 2)
  }
}

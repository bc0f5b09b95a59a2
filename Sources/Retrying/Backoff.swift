/// Pauses that double from one failure to the next, with jitter: those who failed together must not come back together.
public struct Backoff: Sendable, Hashable {
  public var first: Duration
  public var longest: Duration

  public init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
  }

  /// Between half and all of the doubled pause.
  /// - Parameters:
  ///   - failures: in a row, at least 1.
  ///   - jitter: from 0, for half of it, to 1.
  public func pause(afterFailures failures: Int, jitter: Double = .random(in: 0...1)) -> Duration {
    let doubled = first * (1 << min(max(0, failures - 1), 20))
    return min(doubled, longest) * (0.5 + jitter / 2)
  }
}

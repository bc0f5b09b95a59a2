/// Pauses that double from one failure to the next, with jitter: those who failed together must not come back together.
public struct Backoff: Sendable {
  public var first: Duration
  public var longest: Duration
  /// A number in 0..<1.
  public var random: @Sendable () -> Double

  public init(
    first: Duration,
    longest: Duration,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.first = first
    self.longest = longest
    self.random = random
  }

  /// Between half and all of the doubled pause.
  /// - Parameter failures: in a row, at least 1.
  public func pause(afterFailures failures: Int) -> Duration {
    let doubled = first * (1 << min(max(0, failures - 1), 20))
    return min(doubled, longest) * (0.5 + random() / 2)
  }

  /// For a server that is away.
  public static let reopening = Backoff(first: .milliseconds(50), longest: .seconds(2))
}

public import Retrying

/// The number of connections of a pool, and how long its callers wait for one.
public struct PoolConfiguration: Sendable {
  /// Opened in advance, and again when lost.
  public var minimum: Int
  public var maximum: Int
  /// The number of callers that may wait at once; further ones are refused at once.
  public var waitLimit: Int
  public var waitTimeout: Duration
  /// A connection of this age is replaced when it becomes free, so that a moved server or a leaking session has no lasting
  /// effect.
  public var maximumLifetime: Duration
  /// The pauses between attempts to open while the server is away.
  public var reopening: Backoff

  public init(
    minimum: Int = 1,
    maximum: Int = 8,
    waitLimit: Int = 1_000,
    waitTimeout: Duration = .seconds(5),
    maximumLifetime: Duration = .seconds(3_600),
    reopening: Backoff = .reopening
  ) {
    self.minimum = min(max(0, minimum), max(1, maximum))
    self.maximum = max(1, maximum)
    self.waitLimit = waitLimit
    self.waitTimeout = waitTimeout
    self.maximumLifetime = maximumLifetime
    self.reopening = reopening
  }
}

extension Backoff {
  /// For a server that is away.
  public static let reopening = Backoff(first: .milliseconds(50), longest: .seconds(2))
}

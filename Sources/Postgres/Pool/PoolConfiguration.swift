public import Retrying

/// How many connections a pool keeps, and how long its callers wait for one.
public struct PoolConfiguration: Sendable {
  /// Opened ahead of need, and again when lost.
  public var minimum: Int
  public var maximum: Int
  /// How many callers may wait at once; more are refused at once.
  public var waitLimit: Int
  public var waitTimeout: Duration
  /// A connection this old is replaced when it comes free, so that a moved server or a leaking session is outgrown.
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

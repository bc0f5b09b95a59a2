/// The state of a pool at one moment.
public struct PoolStatistics: Sendable, Equatable {
  /// Connections that are open, lent ones included.
  public let open: Int
  public let idle: Int
  /// Callers that wait for one.
  public let waiting: Int
  /// Whether the last attempt to open a connection failed.
  public let isUnavailable: Bool

  public init(open: Int, idle: Int, waiting: Int, isUnavailable: Bool) {
    self.open = open
    self.idle = idle
    self.waiting = waiting
    self.isUnavailable = isUnavailable
  }
}

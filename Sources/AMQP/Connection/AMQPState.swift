/// Where a connection stands.
public enum AMQPState: Sendable, Equatable {
  case connecting
  case connected
  /// Connected, but the broker is short of memory or disk: it takes no messages until it says otherwise.
  case blocked(reason: String)
  /// The last attempt failed or the connection was lost; the next attempt comes by itself.
  case disconnected(AMQPError)
  /// For good, after ``AMQPConnection/close()``.
  case closed
}

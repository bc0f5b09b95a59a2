/// The state of a connection.
public enum AMQPState: Sendable, Equatable {
  case connecting
  case connected
  /// Connected, but the broker is short of memory or disk: it accepts no messages until it says so.
  case blocked(reason: String)
  /// The last attempt failed or the connection was lost; the next attempt follows by itself.
  case disconnected(AMQPError)
  /// Permanently, after ``AMQPConnection/close()``.
  case closed
}

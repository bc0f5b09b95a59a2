/// What a channel is used for. Roles are notified of what happens; only the connection talks to the broker.
protocol ChannelRole: AnyObject {
  /// The requests to send on a channel that was just opened.
  var setUp: [Request] { get }

  /// The channel or its connection is gone; it may come back, and is then set up again.
  func lost(_ error: AMQPError)

  /// The channel is gone permanently.
  func ended(_ error: AMQPError)

  func receive(_ method: BrokerMethod)
  /// How many bytes of a message's body it takes.
  var largestBody: Int { get }
  func receive(_ content: IncomingContent)

  /// Whether the channel is no longer needed, so that it can be closed.
  var isOver: Bool { get }

  /// Whether the channel has to be closed and opened again before it is used further.
  var isSpent: Bool { get }
  /// The channel was closed for that, with nothing on it, and is about to be opened and set up.
  func renewed()

  /// Gives up on what has waited too long; called regularly.
  func expire(at now: ContinuousClock.Instant, _ error: AMQPError)

  /// Sends what can be sent now. Called after everything that may have made room.
  func pump(_ session: Session, channel: UInt16) throws(AMQPError)
}

extension ChannelRole {
  var isOver: Bool { false }
  var isSpent: Bool { false }
  func renewed() {}
  func receive(_ method: BrokerMethod) {}
  var largestBody: Int { .max }
  func receive(_ content: IncomingContent) {}
  func expire(at now: ContinuousClock.Instant, _ error: AMQPError) {}
  func pump(_ session: Session, channel: UInt16) throws(AMQPError) {}
}

/// The channel for declarations and the like: it keeps nothing.
final class ControlRole: ChannelRole {
  var setUp: [Request] { [] }
  func lost(_ error: AMQPError) {}
  func ended(_ error: AMQPError) {}
}

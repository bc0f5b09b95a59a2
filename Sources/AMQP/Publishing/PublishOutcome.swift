/// The outcome of one published message.
public enum PublishOutcome: Sendable, Equatable {
  /// The broker stored it: in every queue it was routed to, on disk when the queue and the message ask for that.
  case confirmed
  /// It was mandatory and no queue accepted it.
  case returned(replyCode: UInt16, text: String)
  /// A queue refused it: mostly it is full, or for a moment has no leader.
  case rejected
  /// It was sent or about to be, and the broker's answer never came. It may have arrived: publish it again, and let the
  /// consumer recognise the duplicate.
  case unknown(AMQPError)
}

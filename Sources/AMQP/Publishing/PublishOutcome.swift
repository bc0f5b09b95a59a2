/// What became of one published message.
public enum PublishOutcome: Sendable, Equatable {
  /// The broker has it: in every queue it was routed to, on disk where the queue and the message want that.
  case confirmed
  /// It was mandatory and no queue took it.
  case returned(replyCode: UInt16, text: String)
  /// A queue refused it, mostly because it is full.
  case rejected
  /// It was sent or about to be, and the broker's answer never came. It may have arrived: publish it again, and let the
  /// consumer recognise the second one.
  case unknown(AMQPError)
}

/// A channel in confirm mode, and the messages that are being published on it.
///
/// The batches wait in one queue. Whenever the window has room and the socket accepts more, the pump sends the next messages
/// in order; an answer settles its message and makes room. Everything happens on the connection's thread, many messages at a
/// time, so a message costs no switch between threads.
///
/// The pump never writes more than the socket's buffer certainly accepts: a broker that stops reading would otherwise block
/// the thread, and with it everything else on the connection. The rest is sent when an answer comes, and one will come,
/// because a full buffer is full of messages without an answer.
///
/// A channel on which a message was rejected is not used further, once all that was sent is answered: RabbitMQ 3.10 keeps in each channel who leads
/// a queue. When that node is dead at the first message for the queue, the channel rejects this one and all after it, and does not look who
/// leads the queue since (`rabbit_fifo_client:enqueue`, where it asks the leader for its version). A new channel looks anew.
final class PublisherRole: ChannelRole {
  private struct Unconfirmed {
    let batch: PublishBatch
    let index: Int
    var returned: PublishOutcome?
  }

  private var window: ConfirmWindow<Unconfirmed>
  private var waiting: [PublishBatch] = []
  private let patience: Duration
  private var lastSend = ContinuousClock.now
  private var wasRejected = false

  init(window: Int, patience: Duration) {
    self.window = ConfirmWindow(capacity: max(1, window))
    self.patience = patience
  }

  var setUp: [Request] { [.selectConfirms] }

  var isSpent: Bool { wasRejected && window.isEmpty }

  func renewed() {
    _ = window.reset()
    wasRejected = false
  }

  func enqueue(_ batch: PublishBatch) {
    if waiting.isEmpty { lastSend = .now }
    waiting.append(batch)
  }

  func lost(_ error: AMQPError) {
    let sent = window.reset()
    let unsent = waiting
    waiting = []
    wasRejected = false
    for message in sent { message.batch.settle(message.index, message.returned ?? .unknown(error)) }
    for batch in unsent { batch.abandon(error) }
  }

  func ended(_ error: AMQPError) { lost(error) }

  func pump(_ session: Session, channel: UInt16) throws(AMQPError) {
    guard !waiting.isEmpty, !window.isFull, !wasRejected else { return }
    let now = ContinuousClock.now
    var budget = session.writableBytes
    try session.corked { () throws(AMQPError) in
      while let batch = waiting.first, !window.isFull {
        if budget <= 0 { budget = session.writableBytes }
        guard budget > 0 else { return }
        let (index, message) = batch.next()
        try session.publish(message, on: channel)
        budget -= message.wireSize
        window.sent(Unconfirmed(batch: batch, index: index))
        batch.markSent(at: now)
        lastSend = now
        if batch.isSent { waiting.removeFirst() }
      }
    }
  }

  func receive(_ method: BrokerMethod) {
    switch method {
    case .ack(let tag, let multiple): settle(tag, multiple, .confirmed)
    case .nack(let tag, let multiple):
      wasRejected = true
      settle(tag, multiple, .rejected)
    default: break
    }
  }

  private func settle(_ tag: UInt64, _ multiple: Bool, _ outcome: PublishOutcome) {
    for message in window.settle(tag, multiple: multiple) {
      message.batch.settle(message.index, message.returned ?? outcome)
    }
  }

  /// A returned message has no number; its confirm follows. Returns come in the order of publishing, and two messages that
  /// are equal in everything compared here are equal to the caller too, so it does not matter which one came back.
  func receive(_ content: IncomingContent) {
    guard case .return(let code, let text, let exchange, let routingKey) = content.method else { return }
    let outcome = PublishOutcome.returned(replyCode: code, text: text)
    _ = window.updateFirst { unconfirmed in
      let message = unconfirmed.batch.messages[unconfirmed.index]
      return unconfirmed.returned == nil && message.isMandatory && message.routingKey == routingKey
        && message.exchange == exchange && message.properties.messageID == content.properties.messageID
        && message.properties.correlationID == content.properties.correlationID && message.body == content.body
    } _: {
      $0.returned = outcome
    }
  }

  /// Gives up on what was not answered, or could not be sent, for too long.
  func expire(at now: ContinuousClock.Instant, _ error: AMQPError) {
    let unanswered = window.remove { $0.batch.isSent && now - $0.batch.lastProgress > patience }
    for message in unanswered { message.batch.abandon(error) }
    guard !waiting.isEmpty, now - lastSend > patience else { return }
    let unsent = waiting
    waiting = []
    _ = window.remove { message in unsent.contains { $0 === message.batch } }
    for batch in unsent { batch.abandon(error) }
  }
}

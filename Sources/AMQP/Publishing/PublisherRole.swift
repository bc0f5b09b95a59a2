/// A channel in confirm mode, and the messages on their way through it.
///
/// The batches wait in one line. Whenever the window has room and the socket takes more, the pump sends the next messages in
/// order; an answer settles its message and makes room. It all happens on the connection's thread, many messages a turn, so
/// a message costs no hop between threads.
///
/// The pump never writes more than the socket's buffer surely takes: a broker that stops reading would otherwise hold the
/// thread, and with it everything else on the connection. What did not fit goes when an answer comes, and one will, because
/// a full buffer is full of messages without answer.
final class PublisherRole: ChannelRole {
  private struct Slot {
    let batch: PublishBatch
    let index: Int
    var returned: PublishOutcome?
  }

  private var window: ConfirmWindow<Slot>
  private var waiting: [PublishBatch] = []
  private let patience: Duration
  private var lastSend = ContinuousClock.now

  init(window: Int, patience: Duration) {
    self.window = ConfirmWindow(capacity: max(1, window))
    self.patience = patience
  }

  var setUp: [Request] { [.selectConfirms] }

  func enqueue(_ batch: PublishBatch) {
    if waiting.isEmpty { lastSend = .now }
    waiting.append(batch)
  }

  func lost(_ error: AMQPError) {
    let sent = window.reset()
    let unsent = waiting
    waiting = []
    for slot in sent { slot.batch.settle(slot.index, slot.returned ?? .unknown(error)) }
    for batch in unsent { batch.abandon(error) }
  }

  func ended(_ error: AMQPError) { lost(error) }

  func pump(_ session: Session, channel: UInt16) throws(AMQPError) {
    guard !waiting.isEmpty, !window.isFull else { return }
    let now = ContinuousClock.now
    var budget = session.writableBytes
    try session.corked { () throws(AMQPError) in
      while let batch = waiting.first, !window.isFull {
        if budget <= 0 { budget = session.writableBytes }
        guard budget > 0 else { return }
        let (index, message) = batch.next()
        try session.publish(message, on: channel)
        budget -= message.wireSize
        window.sent(Slot(batch: batch, index: index))
        batch.markSent(at: now)
        lastSend = now
        if batch.isSent { waiting.removeFirst() }
      }
    }
  }

  func receive(_ method: BrokerMethod) {
    switch method {
    case .ack(let tag, let multiple): settle(tag, multiple, .confirmed)
    case .nack(let tag, let multiple): settle(tag, multiple, .rejected)
    default: break
    }
  }

  private func settle(_ tag: UInt64, _ multiple: Bool, _ outcome: PublishOutcome) {
    for slot in window.settle(tag, multiple: multiple) { slot.batch.settle(slot.index, slot.returned ?? outcome) }
  }

  /// A returned message carries no number; its confirm follows. Returns come in the order of publishing, and two messages
  /// that are alike in all that is compared here are alike to the caller too, so it cannot be told which one came back.
  func receive(_ content: IncomingContent) {
    guard case .return(let code, let text, let exchange, let routingKey) = content.method else { return }
    let outcome = PublishOutcome.returned(replyCode: code, text: text)
    _ = window.updateFirst { slot in
      let message = slot.batch.messages[slot.index]
      return slot.returned == nil && message.isMandatory && message.routingKey == routingKey
        && message.exchange == exchange && message.properties.messageID == content.properties.messageID
        && message.properties.correlationID == content.properties.correlationID && message.body == content.body
    } _: {
      $0.returned = outcome
    }
  }

  /// Gives up on what had no answer, or could not be sent, for too long.
  func expire(at now: ContinuousClock.Instant, _ error: AMQPError) {
    let unanswered = window.remove { $0.batch.isSent && now - $0.batch.lastProgress > patience }
    for slot in unanswered { slot.batch.abandon(error) }
    guard !waiting.isEmpty, now - lastSend > patience else { return }
    let unsent = waiting
    waiting = []
    _ = window.remove { slot in unsent.contains { $0 === slot.batch } }
    for batch in unsent { batch.abandon(error) }
  }
}

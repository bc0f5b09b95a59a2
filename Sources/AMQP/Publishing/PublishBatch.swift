/// One call of `publish`: its messages, its progress, and its caller.
final class PublishBatch {
  typealias Answer = Result<[PublishOutcome], AMQPError>

  let messages: [AMQPMessage]
  private(set) var sent = 0
  private(set) var lastProgress = ContinuousClock.now
  private var outcomes: [PublishOutcome?]
  private var open: Int
  private var tell: (@Sendable (Answer) -> Void)?

  /// - Parameter tell: called once, with how it ended.
  init(_ messages: [AMQPMessage], _ tell: @escaping @Sendable (Answer) -> Void) {
    self.messages = messages
    self.tell = tell
    outcomes = Array(repeating: nil, count: messages.count)
    open = messages.count
  }

  var isSent: Bool { sent == messages.count }

  /// The next message to send, with its index.
  func next() -> (index: Int, message: AMQPMessage) { (sent, messages[sent]) }

  func markSent(at now: ContinuousClock.Instant) {
    sent += 1
    lastProgress = now
  }

  func settle(_ index: Int, _ outcome: PublishOutcome) {
    guard outcomes[index] == nil else { return }
    outcomes[index] = outcome
    open -= 1
    if open == 0 { finish() } else { lastProgress = .now }
  }

  /// Nothing more will come: a batch of which nothing was sent fails as a whole, any other returns its outcomes.
  func abandon(_ error: AMQPError) {
    guard sent > 0 else { return answer(.failure(error)) }
    for index in outcomes.indices where outcomes[index] == nil { outcomes[index] = .unknown(error) }
    finish()
  }

  private func finish() { answer(.success(outcomes.compactMap(\.self))) }

  private func answer(_ answer: Answer) {
    tell?(answer)
    tell = nil
  }
}

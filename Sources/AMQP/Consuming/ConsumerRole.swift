/// A channel with one consumer, and the deliveries on it that are not settled yet.
final class ConsumerRole: ChannelRole {
  private let queue: String
  private let prefetch: UInt16
  private let tag: String
  private let isExclusive: Bool
  private let arguments: AMQPTable
  let largestBody: Int
  private let deliveries: AsyncThrowingStream<AMQPDelivery, any Error>.Continuation
  private let makeDelivery: (IncomingContent, ChannelLifetime) -> AMQPDelivery?
  private var unsettled: Set<UInt64> = []
  private let lifetime = ChannelLifetime()
  private(set) var isCancelled = false

  init(
    queue: String,
    options: AMQPConsumerOptions,
    deliveries: AsyncThrowingStream<AMQPDelivery, any Error>.Continuation,
    makeDelivery: @escaping (IncomingContent, ChannelLifetime) -> AMQPDelivery?
  ) {
    self.queue = queue
    self.prefetch = max(1, options.prefetch)
    self.tag = options.tag
    self.isExclusive = options.isExclusive
    self.arguments = options.arguments
    largestBody = max(0, options.largestBody)
    self.deliveries = deliveries
    self.makeDelivery = makeDelivery
  }

  var setUp: [Request] {
    [.prefetch(prefetch), .consume(queue: queue, tag: tag, isExclusive: isExclusive, arguments: arguments)]
  }

  var cancelRequest: Request { .cancel(tag: tag) }

  /// Whether either side ended it, and everything that came has been settled.
  var isOver: Bool { isCancelled && unsettled.isEmpty }

  func cancel() {
    isCancelled = true
    deliveries.finish()
  }

  func lost(_ error: AMQPError) {
    lifetime.end()
    unsettled = []
  }

  func ended(_ error: AMQPError) {
    lost(error)
    if error.kind == .closed { deliveries.finish() } else { deliveries.finish(throwing: error) }
  }

  func receive(_ method: BrokerMethod) {
    guard case .cancel = method else { return }
    isCancelled = true
    deliveries.finish(throwing: AMQPError(.consumerCancelled, "the broker ended the consumer of queue \(queue)"))
  }

  func receive(_ content: IncomingContent) {
    guard let delivery = makeDelivery(content, lifetime) else { return }
    unsettled.insert(delivery.deliveryTag)
    deliveries.yield(delivery)
  }

  /// Removes the delivery from the list; the broker is notified only when the result is `settled`.
  func settle(_ delivery: AMQPDelivery) -> AMQPDelivery.Settlement {
    guard delivery.isOpen else { return .stale }
    return unsettled.remove(delivery.deliveryTag) == nil ? .alreadySettled : .settled
  }

  /// Removes deliveries from the list, as far as they are on it.
  /// - Returns: the tag up to which, in the broker's order, nothing is unsettled any more, when that says it of several at once; and
  ///   those beyond it.
  func settle(_ deliveries: [AMQPDelivery]) -> (upTo: UInt64?, others: [UInt64]) {
    let tags = deliveries.filter(\.isOpen).map(\.deliveryTag).filter { unsettled.remove($0) != nil }.sorted()
    let open = unsettled.min() ?? .max
    let first = tags.prefix { $0 < open }
    guard first.count > 1, let last = first.last else { return (nil, tags) }
    return (last, Array(tags.dropFirst(first.count)))
  }
}

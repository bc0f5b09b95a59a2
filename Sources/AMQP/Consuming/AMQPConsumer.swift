/// The deliveries of one queue, in the broker's order. Iterate it once.
///
/// It outlives a lost connection: the consumer is set up again, and what was not settled is delivered again. It ends with an
/// error when the broker ends it (``AMQPError/Kind-swift.enum/consumerCancelled``, the queue was deleted; consume again when
/// it is back) or refuses it after a reconnect, and without one after ``cancel()`` and ``AMQPConnection/close()``.
///
/// When the iterating task is cancelled, or the sequence is dropped, the channel closes at once: what is not settled returns
/// to the queue.
public struct AMQPConsumer: AsyncSequence, Sendable {
  public typealias Element = AMQPDelivery
  public typealias Failure = any Error

  let stream: AsyncThrowingStream<AMQPDelivery, any Error>
  let channel: Int
  let connection: AMQPConnection

  public func makeAsyncIterator() -> AsyncThrowingStream<AMQPDelivery, any Error>.Iterator {
    stream.makeAsyncIterator()
  }

  /// Asks the broker to stop delivering. What it has already sent can still be read and settled; after the last one is
  /// settled the channel closes. On a quorum queue with a single active consumer it does not keep the order: the next consumer gets what is
  /// ready before what is unsettled here comes back. Whoever needs that drops the sequence instead.
  public func cancel() async { await connection.cancelConsumer(on: channel) }
}

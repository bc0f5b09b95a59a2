import AMQP
import Synchronization

/// The channels to publish on. Each delivery has one to itself: a queue that does not answer fills the window of its own
/// recipient and nobody else's.
final class Publishers: Sendable {
  /// How many messages may be under way on one channel.
  private static let window = 1_000

  private let broker: AMQPConnection
  private let idle = Mutex<[AMQPPublisher]>([])

  init(_ broker: AMQPConnection) { self.broker = broker }

  /// Has `body` publish on a channel. Whatever becomes of it, the channel is closed or kept for the next turn: one that was
  /// merely forgotten would be there as long as the connection, and a connection has no more than 2,047.
  func use(
    _ body: (AMQPPublisher) async throws(AMQPError) -> Delivery
  ) async throws(AMQPError) -> Delivery {
    let publisher = try await take()
    do {
      let delivery = try await body(publisher)
      // What did not answer may still be in the channel's window.
      if case .unanswered = delivery.trouble { await publisher.close() } else { giveBack(publisher) }
      return delivery
    } catch {
      // Nothing was sent. Where the broker was away or took nothing, the channel is as good as before.
      if error.isRetriable { giveBack(publisher) } else { await publisher.close() }
      throw error
    }
  }

  private func take() async throws(AMQPError) -> AMQPPublisher {
    if let publisher = idle.withLock({ $0.popLast() }) { return publisher }
    return try await broker.makePublisher(window: Self.window)
  }

  private func giveBack(_ publisher: AMQPPublisher) { idle.withLock { $0.append(publisher) } }
}

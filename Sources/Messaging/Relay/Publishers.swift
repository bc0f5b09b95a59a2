import AMQP
import Synchronization

/// The channels to publish on. Each delivery has its own: a queue that does not answer fills the window of its own recipient
/// only.
final class Publishers: Sendable {
  /// The number of unconfirmed messages on one channel.
  private static let window = 1_000

  private let broker: AMQPConnection
  private let idle = Mutex<[AMQPPublisher]>([])

  init(_ broker: AMQPConnection) { self.broker = broker }

  /// Lets `body` publish on a channel. In any case the channel is closed or kept for reuse afterwards: a forgotten one would
  /// exist as long as the connection, and a connection has at most 2,047.
  func use(
    _ body: (AMQPPublisher) async throws(AMQPError) -> Delivery
  ) async throws(AMQPError) -> Delivery {
    let publisher = try await take()
    do {
      let delivery = try await body(publisher)
      if delivery.leavesMessages { await publisher.close() } else { giveBack(publisher) }
      return delivery
    } catch {
      // Nothing was sent. When the broker was away or accepted nothing, the channel can be used again.
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

import AMQP
import Synchronization

/// The channels to publish on. Each turn has one to itself: a queue that does not answer fills the window of its own
/// recipient and nobody else's.
final class Publishers: Sendable {
  /// How many messages may be under way on one channel.
  private static let window = 1_000

  private let broker: AMQPConnection
  private let idle = Mutex<[AMQPPublisher]>([])

  init(_ broker: AMQPConnection) { self.broker = broker }

  func take() async throws(AMQPError) -> AMQPPublisher {
    if let publisher = idle.withLock({ $0.popLast() }) { return publisher }
    return try await broker.makePublisher(window: Self.window)
  }

  func giveBack(_ publisher: AMQPPublisher) { idle.withLock { $0.append(publisher) } }
}

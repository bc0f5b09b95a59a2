import AMQP
import TestServices

/// Publishes the numbers from 0, one after the other: each until it is confirmed, and on a channel of its own, so that the broker has to find
/// out each time who leads the queue. It ends with its connection, if not before.
struct PublishingLoad {
  private let count = Signal(0)
  private let isOver = Signal(false)
  private let sending: Task<Void, any Error>

  /// How many the broker has confirmed.
  var confirmed: Int { count.value }

  init(on connection: AMQPConnection, to queue: String) {
    sending = Task { [count, isOver] in
      while !isOver.value {
        do throws(AMQPError) {
          let publisher = try await connection.makePublisher()
          _ = try await publisher.publishUntilConfirmed([count.value], to: queue)
          await publisher.close()
        } catch {
          // The connection was lost before there was a channel.
          guard error.isRetriable else { throw error }
          continue
        }
        count.update { $0 += 1 }
      }
    }
  }

  /// Waits until so many more are confirmed.
  func confirm(_ more: Int) async throws {
    let goal = confirmed + more
    try await count.wait(for: "\(goal) confirmed messages", limit: .seconds(60)) { $0 >= goal }
  }

  /// - Returns: how many were published and confirmed.
  func end() async throws -> Int {
    isOver.update { $0 = true }
    try await sending.value
    return confirmed
  }
}

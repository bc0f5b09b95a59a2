import AMQP
import Foundation
import Synchronization

/// What arrives on a partner's queue, and when; each message is known by a member of its event.
final class Arrivals: Sendable {
  private let member: String
  private let moments = Mutex<[String: [ContinuousClock.Instant]]>([:])

  /// - Parameter member: the name of the member, such as `subject`.
  init(by member: String) { self.member = member }

  /// How many arrived.
  var count: Int { moments.withLock { $0.values.reduce(0) { $0 + $1.count } } }

  /// When those with this member arrived, in their order.
  subscript(_ name: String) -> [ContinuousClock.Instant] { moments.withLock { $0[name] ?? [] } }

  /// Reads until the task is cancelled.
  func read(_ queue: String, by broker: AMQPConnection) async throws {
    for try await delivery in try await broker.consume(queue, options: .init(prefetch: 1_000)) {
      let now = ContinuousClock.now
      let event = try JSONSerialization.jsonObject(with: Data(delivery.body)) as? [String: Any]
      if let name = event?[member] as? String { moments.withLock { $0[name.lowercased(), default: []].append(now) } }
      _ = await delivery.ack()
    }
  }

  /// Waits until so many arrived.
  func wait(for count: Int, atMost limit: Duration = .seconds(120)) async throws {
    let end = ContinuousClock.now + limit
    while self.count < count {
      guard .now < end else { throw BenchmarkError.notWhatWasAsked("\(self.count) events arrived of \(count)") }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

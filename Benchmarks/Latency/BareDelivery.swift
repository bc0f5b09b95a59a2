import AMQP
import Postgres

/// The least that a durable message after a durable change costs: one row in one transaction, and then one publish that the broker
/// confirms.
struct BareDelivery {
  private static let queue = "bench.bare"

  let store: CommandStore
  let broker: AMQPConnection

  /// One after the other.
  /// - Parameter pause: between two of them.
  func run(_ count: Int, pause: Duration = .zero) async throws -> Latencies {
    try await broker.declare(.quorum(Self.queue))
    _ = try await store.run("create table if not exists bare (number bigserial primary key, text text)")
    let publisher = try await broker.makePublisher(window: 1)
    let body = [UInt8](repeating: 0x61, count: 400)
    var durations: [Duration] = []
    for _ in 0..<count {
      if pause > .zero { try await Task.sleep(for: pause) }
      let start = ContinuousClock.now
      _ = try await store.run("insert into bare (text) values (\(BenchmarkWorkflow.text))")
      let message = AMQPMessage(exchange: "", routingKey: Self.queue, properties: AMQPProperties(), body: body)
      guard try await publisher.publish(message) == .confirmed else {
        throw BenchmarkError.notWhatWasAsked("the broker took no message")
      }
      durations.append(.now - start)
    }
    await publisher.close()
    try await broker.purgeQueue(Self.queue)
    return Latencies(durations)
  }
}

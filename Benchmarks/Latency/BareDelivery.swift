import AMQP
import Postgres

/// The least that a durable message after a durable change costs: one row in one transaction, and then one publish that the broker
/// confirms.
struct BareDelivery {
  private static let queue = "bench.bare"

  let store: CommandStore
  let broker: AMQPConnection

  /// One after the other.
  func run(_ count: Int) async throws -> Latencies {
    try await broker.declare(.quorum(Self.queue))
    _ = try await store.run("create table bare (number bigint primary key, text text)")
    let publisher = try await broker.makePublisher(window: 1)
    let body = [UInt8](repeating: 0x61, count: 400)
    var durations: [Duration] = []
    for number in 0..<count {
      let start = ContinuousClock.now
      _ = try await store.run("insert into bare values (\(number), \(BenchmarkWorkflow.text))")
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

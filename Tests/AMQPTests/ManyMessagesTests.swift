import AMQP
import SeededRandom
import TestServices
import Testing

@Suite("Many messages", .timeLimit(.minutes(3)))
struct ManyMessagesTests {
  /// Ten thousand a seed, in batches of any size from several publishers at once, some of them to nowhere, read by a
  /// consumer that gives some back.
  @Test("Each message has the outcome it must have, and arrives in order", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func outcomesAndOrder(seed: UInt64) async throws {
    try await withConnection(try await freshConfiguration()) { connection in
      try await withConnection(connection.configuration) { consuming in
        try await connection.declare(.quorum("q"))
        try await withThrowingTaskGroup { group in
          for index in 0..<2 {
            let seed = seed &* 10 &+ UInt64(index)
            group.addTask { try await publish(5_000, from: index, seed: seed, on: connection) }
          }
          let numbers = try await read(10_000, seed: seed, on: consuming)
          for index in 0..<2 {
            #expect(numbers.filter { $0 % 2 == index } == (0..<5_000).map { $0 * 2 + index }, "seed \(seed)")
          }
          try await group.waitForAll()
        }
      }
    }
  }

  /// Publishes `count` numbers that are `index` modulo 2, each perhaps after one that no queue takes.
  private func publish(_ count: Int, from index: Int, seed: UInt64, on connection: AMQPConnection) async throws {
    var random = SeededGenerator(seed: seed)
    let publisher = try await connection.makePublisher(window: Int.random(in: 1...200, using: &random))
    var next = 0
    while next < count {
      var messages: [AMQPMessage] = []
      var expected: [PublishOutcome] = []
      for _ in 0..<min(Int.random(in: 1...300, using: &random), count - next) {
        if Int.random(in: 0..<10, using: &random) == 0 {
          messages.append(AMQPMessage(-1, to: "nowhere"))
          expected.append(.returned(replyCode: 312, text: "NO_ROUTE"))
        }
        messages.append(AMQPMessage(next * 2 + index, to: "q"))
        expected.append(.confirmed)
        next += 1
      }
      #expect(try await publisher.publish(messages) == expected, "seed \(seed)")
    }
  }

  /// Reads until `count` were acknowledged; a message given back comes again, so only first sights tell the order.
  private func read(_ count: Int, seed: UInt64, on connection: AMQPConnection) async throws -> [Int] {
    var random = SeededGenerator(seed: seed)
    var seen: Set<Int> = []
    var order: [Int] = []
    var acknowledged = 0
    let options = AMQPConsumerOptions(prefetch: UInt16.random(in: 1...100, using: &random))
    for try await delivery in try await connection.consume("q", options: options) {
      let number = try #require(delivery.number)
      if seen.insert(number).inserted { order.append(number) }
      if Int.random(in: 0..<50, using: &random) == 0 {
        await delivery.reject(requeue: true)
      } else {
        await delivery.ack()
        acknowledged += 1
      }
      if acknowledged == count { break }
    }
    return order
  }
}

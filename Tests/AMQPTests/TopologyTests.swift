import AMQP
import TestServices
import Testing

@Suite("Topology and errors of channels", .timeLimit(.minutes(5)))
struct TopologyTests {
  @Test("A queue is declared, counted, purged and deleted")
  func queues() async throws {
    try await withConnection { connection in
      let declared = try await connection.declare(AMQPQueue("q"))
      #expect(declared.name == "q")
      #expect(declared.messageCount == 0)
      let publisher = try await connection.makePublisher()
      _ = try await publisher.publish((0..<3).map { AMQPMessage($0, to: "q") })
      #expect(try await connection.queueInfo("q").messageCount == 3)
      #expect(try await connection.purgeQueue("q") == 3)
      #expect(try await connection.deleteQueue("q") == 0)
      #expect(try await connection.deleteQueue("q") == 0)
    }
  }

  @Test("An exchange routes by the bindings that there are")
  func bindings() async throws {
    try await withConnection { connection in
      try await connection.declare(AMQPExchange("x", kind: .topic))
      try await connection.declare(AMQPQueue("q"))
      let binding = AMQPBinding(queue: "q", exchange: "x", routingKey: "a.*")
      try await connection.bind(binding)
      let publisher = try await connection.makePublisher()
      let message = AMQPMessage(exchange: "x", routingKey: "a.b", body: [1])
      #expect(try await publisher.publish(message) == .confirmed)
      try await connection.unbind(binding)
      #expect(try await publisher.publish(message) == .returned(replyCode: 312, text: "NO_ROUTE"))
      try await connection.deleteExchange("x")
    }
  }

  @Test("A refused operation tells why, and nothing else notices")
  func isolation() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      let consumer = try await connection.consume("q")
      let states = connection.recordStates()

      let missing = await #expect(throws: AMQPError.self) { try await connection.queueInfo("missing") }
      #expect(missing?.kind == .channelClosed(.notFound))
      let different = await #expect(throws: AMQPError.self) { try await connection.declare(AMQPQueue("q")) }
      #expect(different?.kind == .channelClosed(.preconditionFailed))
      let reserved = await #expect(throws: AMQPError.self) { try await connection.declare(AMQPQueue("amq.mine")) }
      #expect(reserved?.kind == .channelClosed(.accessRefused))
      let absent = await #expect(throws: AMQPError.self) { try await connection.consume("missing") }
      #expect(absent?.kind == .channelClosed(.notFound))
      #expect(absent?.isRetriable == false)

      #expect(try await publisher.publish(AMQPMessage(1, to: "q")) == .confirmed)
      #expect(try await consumer.take(1).first?.number == 1)
      #expect(states.value.allSatisfy { $0 == .connected })
    }
  }

  @Test("Publishing to an exchange that does not exist says so, and the publisher lives on")
  func missingExchange() async throws {
    try await withConnection { connection in
      try await connection.declare(AMQPQueue("q"))
      let publisher = try await connection.makePublisher()
      let outcome = try await publisher.publish(AMQPMessage(exchange: "missing", routingKey: "q", body: []))
      guard case .unknown(let error) = outcome else { throw Unexpected(outcome) }
      #expect(error.kind == .channelClosed(.notFound))
      #expect(try await publisher.publish(AMQPMessage(1, to: "q")) == .confirmed)
    }
  }

  @Test("A sender cannot pretend to be somebody else")
  func forgedUser() async throws {
    try await withConnection { connection in
      try await connection.declare(AMQPQueue("q"))
      let publisher = try await connection.makePublisher()
      var forged = AMQPMessage(1, to: "q")
      forged.properties.userID = "somebody"
      let outcome = try await publisher.publish(forged)
      guard case .unknown(let error) = outcome else { throw Unexpected(outcome) }
      #expect(error.kind == .channelClosed(.preconditionFailed))
      #expect(try await connection.queueInfo("q").messageCount == 0)
    }
  }

  @Test("What the protocol cannot carry is refused before anything is sent")
  func invalid() async throws {
    try await withConnection { connection in
      try await connection.declare(AMQPQueue("q"))
      let publisher = try await connection.makePublisher()
      var wide = AMQPMessage(1, to: "q")
      wide.properties.headers = ["x": .string(String(repeating: "x", count: 200_000))]
      let long = AMQPMessage(routingKey: String(repeating: "q", count: 256), body: [])
      for message in [wide, long] {
        let error = await #expect(throws: AMQPError.self) {
          try await publisher.publish([AMQPMessage(0, to: "q"), message])
        }
        #expect(error?.kind == .invalid)
      }
      #expect(try await connection.queueInfo("q").messageCount == 0)
    }
  }

  @Test("A deleted queue ends its consumer, and it can be consumed again")
  func consumerCancelled() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let consumer = try await connection.consume("q")
      try await connection.deleteQueue("q")
      let error = await #expect(throws: AMQPError.self) { for try await _ in consumer {} }
      #expect(error?.kind == .consumerCancelled)
      #expect(error?.isRetriable == true)

      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      _ = try await publisher.publish(AMQPMessage(1, to: "q"))
      #expect(try await connection.consume("q").take(1).count == 1)
    }
  }
}

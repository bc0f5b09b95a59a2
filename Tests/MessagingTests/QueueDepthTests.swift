import AMQP
import Testing

@testable import Messaging

/// What a client has in hand, only the figures of the broker tell, which are of before.
@Suite("How a queue is", .timeLimit(.minutes(5))) struct QueueDepthTests {
  @Test("Figures that were taken after they were asked for have what a client has in hand") func inHand() async throws {
    let broker = try await Broker.fresh()
    try await broker.administration.makeQueue("q")
    try await broker.with { connection in
      let publisher = try await connection.makePublisher()
      for _ in 1...2 {
        #expect(try await publisher.publish(AMQPMessage(routingKey: "q", body: [1])) == .confirmed)
      }
      var held: [AMQPDelivery] = []
      for try await delivery in try await connection.consume("q") {
        held.append(delivery)
        guard held.count == 2 else { continue }
        #expect(try await connection.queueInfo("q").messageCount == 0)
        #expect(try await broker.administration.countedDepth(of: "q", within: .seconds(120))?.messages == 2)
        for delivery in held { await delivery.ack() }
        #expect(try await broker.administration.countedDepth(of: "q", within: .seconds(120))?.messages == 0)
        break
      }
    }
    #expect(try await broker.administration.countedDepth(of: "none", within: .seconds(120)) == nil)
  }

  @Test("A broker that counts nothing is said to be so") func uncounted() async throws {
    let broker = try await Broker.fresh()
    try await broker.administration.makeQueue("q")
    await #expect(throws: QueueNotCounted(queue: "q")) {
      _ = try await broker.administration.countedDepth(of: "q", within: .zero)
    }
  }
}

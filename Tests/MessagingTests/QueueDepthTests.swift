import AMQP
import LocalServices
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

  @Test("Of several addresses of the management API those that do not answer are passed over") func othersAreAway()
    async throws
  {
    let broker = try await Broker.fresh()
    let away = (1...3).map { _ in "http://127.0.0.1:\(LocalServices.freePort())" }
    // Which is asked first is by chance.
    for _ in 1...4 {
      let administration = broker.administration(besides: away)
      try await administration.makeQueue("q")
      #expect(try await administration.queue("q") != nil)
    }
    let none = BrokerAdministration(
      BrokerAdministration.Access(urls: away, user: "u", password: "geheim", virtualHost: "/")
    )
    let error = await #expect(throws: BrokerAdministrationError.self) { try await none.queue("q") }
    #expect(error?.kind == .unavailable && error?.debugDescription.contains("geheim") == false)
  }

  @Test("A broker that counts nothing is said to be so") func uncounted() async throws {
    let broker = try await Broker.fresh()
    try await broker.administration.makeQueue("q")
    await #expect(throws: QueueNotCounted(queue: "q")) {
      _ = try await broker.administration.countedDepth(of: "q", within: .zero)
    }
  }
}

import AMQP
import TestServices
import Testing

@Suite("Publishing and consuming", .timeLimit(.minutes(5)))
struct PublishAndConsumeTests {
  @Test("A message arrives with all that was put in it")
  func roundTrip() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      var properties = AMQPProperties()
      properties.contentType = "application/cloudevents+json"
      properties.contentEncoding = "utf-8"
      properties.priority = 3
      properties.correlationID = "correlation"
      properties.replyTo = "answers"
      properties.expiration = "60000"
      properties.messageID = "été"
      properties.timestamp = 1_763_690_000
      properties.type = "nl.example.event"
      properties.userID = "admin"
      properties.appID = "test"
      properties.headers = [
        "text": "een", "number": -7, "flag": true, "bytes": .bytes([0, 255]), "nothing": .null, "half": .double(0.5),
        "list": .array([1, "two", .array([])]), "nested": .table(["a": .table(["b": false])]), "at": .timestamp(12),
      ]
      let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
      let publisher = try await connection.makePublisher()
      let sent = AMQPMessage(routingKey: "q", properties: properties, body: body)
      #expect(try await publisher.publish(sent) == .confirmed)

      let delivery = try #require(try await connection.consume("q").take(1).first)
      #expect(delivery.properties == properties)
      #expect(delivery.body == body)
      #expect(delivery.userID == "admin")
      #expect(delivery.routingKey == "q")
      #expect(delivery.exchange.isEmpty)
      #expect(!delivery.isRedelivered)
    }
  }

  @Test("An empty message arrives")
  func emptyBody() async throws {
    try await withConnection { connection in
      try await connection.declare(AMQPQueue("q"))
      let publisher = try await connection.makePublisher()
      #expect(try await publisher.publish(AMQPMessage(routingKey: "q", body: [])) == .confirmed)
      #expect(try await connection.consume("q").take(1).first?.body == [])
    }
  }

  @Test("What is acknowledged soon, in any order, is gone, and nothing else is") func acknowledgedSoon() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      _ = try await publisher.publish((0..<40).map { AMQPMessage($0, to: "q") })
      let consumer = try await connection.consume("q", options: .init(prefetch: 40))
      var deliveries: [AMQPDelivery] = []
      for try await delivery in consumer {
        deliveries.append(delivery)
        if deliveries.count == 40 { break }
      }
      for delivery in deliveries.reversed() where (delivery.number ?? 0) % 7 != 0 { delivery.ackSoon() }
      let last = try #require(deliveries.last { ($0.number ?? 0) % 7 == 0 })
      #expect(await last.ack() == .settled)
      #expect(last.isOpen)
      await connection.close()
      #expect(!last.isOpen)
      withExtendedLifetime(consumer) {}
      try await withConnection(connection.configuration) { other in
        let left = try await other.consume("q").take(5).compactMap(\.number)
        #expect(left.sorted() == [0, 7, 14, 21, 28])
      }
    }
  }

  @Test("Batches that are sent without waiting keep their order") func sentInOrder() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher(window: 5)
      let settled = Signal<[Int]>([])
      for batch in 0..<20 {
        try await publisher.send([AMQPMessage(batch * 2, to: "q"), AMQPMessage(batch * 2 + 1, to: "q")]) { outcomes in
          if case .success([.confirmed, .confirmed]) = outcomes { settled.update { $0.append(batch) } }
        }
      }
      try await settled.wait(for: "all batches to be confirmed") { $0.count == 20 }
      let numbers = try await connection.consume("q").take(40).compactMap(\.number)
      #expect(numbers == Array(0..<40))
    }
  }

  @Test("Batches that overlap keep their order, far beyond the window")
  func order() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher(window: 50)
      async let first = publisher.publish((0..<2_000).map { AMQPMessage($0, to: "q") })
      let outcomes = try await first
      #expect(outcomes == Array(repeating: .confirmed, count: 2_000))
      let numbers = try await connection.consume("q").take(2_000).map(\.number)
      #expect(numbers == Array(0..<2_000))
    }
  }

  @Test("A message without a queue is returned, the others of its batch are confirmed")
  func returned() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      let outcomes = try await publisher.publish([
        AMQPMessage(1, to: "q"), AMQPMessage(2, to: "missing"), AMQPMessage(3, to: "missing", isMandatory: false),
        AMQPMessage(4, to: "missing"), AMQPMessage(5, to: "q"),
      ])
      let returned = PublishOutcome.returned(replyCode: 312, text: "NO_ROUTE")
      #expect(outcomes == [.confirmed, returned, .confirmed, returned, .confirmed])
    }
  }

  @Test("A full queue rejects")
  func rejected() async throws {
    try await withConnection { connection in
      let arguments: AMQPTable = ["x-max-length": 2, "x-overflow": "reject-publish"]
      try await connection.declare(AMQPQueue("q", arguments: arguments))
      let publisher = try await connection.makePublisher(window: 1)
      let outcomes = try await publisher.publish((0..<4).map { AMQPMessage($0, to: "q") })
      #expect(outcomes == [.confirmed, .confirmed, .rejected, .rejected])
    }
  }

  @Test("A rejected delivery comes back, marked")
  func requeue() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      _ = try await publisher.publish(AMQPMessage(1, to: "q"))
      var seen: [Bool] = []
      for try await delivery in try await connection.consume("q", options: .init(prefetch: 1)) {
        seen.append(delivery.isRedelivered)
        guard seen.count == 1 else {
          #expect(await delivery.ack() == .settled)
          break
        }
        #expect(await delivery.reject(requeue: true) == .settled)
        #expect(await delivery.ack() == .alreadySettled)
      }
      #expect(seen == [false, true])
    }
  }

  @Test("A cancelled consumer can finish what it was given; then its channel closes")
  func gracefulCancel() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      _ = try await publisher.publish((0..<5).map { AMQPMessage($0, to: "q") })
      let consumer = try await connection.consume("q", options: .init(prefetch: 3))
      var deliveries = consumer.makeAsyncIterator()
      let first = try #require(try await deliveries.next())
      await consumer.cancel()
      #expect(await first.ack() == .settled)
      while let delivery = try await deliveries.next() { #expect(await delivery.ack() == .settled) }
      // A quorum queue counts its consumers with some delay.
      try await waitFor("no consumer") { try await connection.queueInfo("q").consumerCount == 0 }
      #expect(try await connection.queueInfo("q").messageCount >= 2)
      #expect(await first.ack() != .settled)
    }
  }

  @Test("When nobody reads a consumer any more, what it held goes back")
  func abandonedConsumer() async throws {
    try await withConnection { connection in
      try await connection.declare(.quorum("q"))
      let publisher = try await connection.makePublisher()
      _ = try await publisher.publish((0..<5).map { AMQPMessage($0, to: "q") })
      let consumer = try await connection.consume("q")
      var deliveries = consumer.makeAsyncIterator()
      let held = try #require(try await deliveries.next())
      let cancelled = Task { for try await _ in consumer {} }
      cancelled.cancel()
      try await cancelled.value
      try await waitFor("all five back in the queue") { try await connection.queueInfo("q").messageCount == 5 }
      #expect(await held.ack() == .stale)
    }
  }
}

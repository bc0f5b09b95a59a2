import AMQP
import Foundation
import LocalServices
import Messaging
import Outbox
import Postgres
import TestServices
import Testing

@Suite("How far everyone was told") struct StandingTests {
  private struct Message: Decodable {
    struct Content: Decodable {
      let laatste: Int
    }

    let id: String
    let type: String
    let sequence: String?
    let tijdperk: String
    let tijdperkbegin: String
    let data: Content?
  }

  /// The next messages of a queue.
  private static func take(_ count: Int, from queue: String, of broker: Broker) async throws -> [Message] {
    try await broker.with { connection in
      var found: [Message] = []
      for try await delivery in try await connection.consume(queue) {
        found.append(try JSONDecoder().decode(Message.self, from: Data(delivery.body)))
        await delivery.ack()
        if found.count == count { break }
      }
      return found
    }
  }

  @Test("It is told to all at the same time, by one of two instances, and shows that the last events are gone")
  func standings() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let queues = (0..<3).map { Outbox.queue(of: Outbox.number($0)) }
      for index in 0..<3 {
        try await outbox.register(index)
        try await broker.administration.makeQueue(queues[index])
      }
      try await outbox.pool.withConnection { connection in
        _ = try connection.query("update recipient set suspended_at = now() where queue = \(queues[2])")
      }
      let told = Outbox.number(0)
      try await outbox.tell(told, count: 3)
      try await withRelay(outbox, broker) { try await waitFor("the events") { try await outbox.isAllTold() } }
      // Nobody reads, and what was there is emptied.
      try await broker.server.manage("DELETE", "/api/queues/\(broker.virtualHost)/\(queues[0])/contents")
      try await broker.with { first in
        try await broker.with { second in
          let loops = [first, second].map { connection in
            Task {
              await StandingLoop(
                store: StandingStore(outbox.pool),
                broker: connection,
                source: EventSource(operatorNumber: "00000001000000000001", baseURL: "https://casusregie.example"),
                interval: .seconds(2),
                pollInterval: .milliseconds(20),
                logger: quiet
              ).run()
            }
          }
          defer { for loop in loops { loop.cancel() } }
          let ours = try await Self.take(2, from: queues[0], of: broker)
          let theirs = try await Self.take(2, from: queues[1], of: broker)
          #expect(ours.map(\.type) == ["nl.casusregie.stand", "nl.casusregie.stand"])
          #expect(ours.allSatisfy { $0.sequence == nil && $0.tijdperkbegin == "1" && !$0.tijdperk.isEmpty })
          #expect(ours.map { $0.data?.laatste } == [3, 3] && theirs.map { $0.data?.laatste } == [0, 0])
          #expect(Set((ours + theirs).map(\.id)).count == 4)
          #expect(try await broker.messages(in: queues[2]) == 0)
        }
      }
    }
  }

  @Test(
    "Who has to empty a former queue first is told when it is empty, so that nothing counts as lost that it has not read yet"
  )
  func formerQueue() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = try await outbox.register(0)
      let (queue, former) = (Outbox.queue(of: organisation), "events.former")
      for name in [queue, former] { try await broker.administration.makeQueue(name) }
      try await outbox.execute("update recipient set former_queue = \(former), moved_at = clock_timestamp()")
      try await broker.with { connection in
        let publisher = try await connection.makePublisher()
        #expect(try await publisher.publish(AMQPMessage(routingKey: former, body: [1])) == .confirmed)
        let loop = Task {
          await StandingLoop(
            store: StandingStore(outbox.pool),
            broker: connection,
            source: EventSource(operatorNumber: "00000001000000000001", baseURL: "https://casusregie.example"),
            interval: .milliseconds(200),
            pollInterval: .milliseconds(20),
            logger: quiet
          ).run()
        }
        defer { loop.cancel() }
        func rounds() async throws -> Int {
          try await outbox.number("select (extract(epoch from told_at) * 1000000)::bigint from standing")
        }
        let start = try await rounds()
        try await waitFor("a round") { try await rounds() > start }
        #expect(try await broker.messages(in: queue) == 0)
        try await connection.purgeQueue(former)
        #expect(try await Self.take(1, from: queue, of: broker).first?.type == "nl.casusregie.stand")
        // And when it is not there any more.
        try await connection.deleteQueue(former)
        #expect(try await Self.take(1, from: queue, of: broker).first?.type == "nl.casusregie.stand")
      }
    }
  }

  @Test("Of those who ask at the same time one gets to tell, and not before it is time") func once() async throws {
    try await Outbox.with { outbox in
      let store = StandingStore(outbox.pool)
      try await outbox.register(0)
      #expect(try await store.due(after: .seconds(86_400)) == nil)
      try await outbox.pool.withConnection { connection in
        _ = try connection.query("update standing set told_at = told_at - interval '2 days'")
      }
      let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
        for _ in 0..<6 {
          group.addTask { try await StandingStore(outbox.pool).due(after: .seconds(86_400))?.recipients.count }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.compactMap(\.self) == [1])
    }
  }
}

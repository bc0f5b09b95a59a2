import AMQP
import CaseCore
import Foundation
import LocalServices
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging
@testable import Outbox

@Suite("Events that are put into a queue again", .timeLimit(.minutes(5)))
struct EventReplayTests {
  private typealias Database = MessagingTests.Outbox

  /// Three events that were sent, and one that was not.
  private func with(_ body: (Database, Broker, String, AMQPConnection) async throws -> Void) async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = try await outbox.register(0)
      try await broker.administration.makeQueue(Database.queue(of: organisation))
      try await outbox.tell(organisation, count: 3)
      try await withRelay(outbox, broker) {
        try await waitFor("them to be told") { try await outbox.isAllTold() }
      }
      try await outbox.tell(organisation)
      try await broker.with { connection in try await body(outbox, broker, organisation, connection) }
    }
  }

  private func replay(
    _ outbox: Database,
    _ connection: AMQPConnection,
    _ organisation: String,
    _ range: ClosedRange<Int64>,
    queue: String? = nil
  ) async throws -> EventReplay.Report? {
    try await EventReplay(EventHistory(outbox.pool, from: .test), broker: connection).send(
      to: organisation,
      queue: queue ?? Database.queue(of: organisation),
      from: range.lowerBound,
      to: range.upperBound
    )
  }

  @Test("They have the ids and numbers that they had, and those that wait are left to the relay")
  func again() async throws {
    try await with { outbox, broker, organisation, connection in
      // Of cases that are no more, as their keys are not there, only the place is kept.
      let report = try #require(try await replay(outbox, connection, organisation, 2...1_000))
      #expect(report.sent == [2, 3] && report.destroyed == [2, 3] && report.gone == [] && report.failed == nil)
      #expect(report.next == nil)
      let queue = Database.queue(of: organisation)
      var received: [(id: String, sequence: String)] = []
      for try await delivery in try await connection.consume(queue) {
        let event = try JSONDecoder().decode([String: String].self, from: Data(delivery.body))
        #expect(delivery.properties.messageID == event["id"])
        received.append((event["id"] ?? "", event["sequence"] ?? ""))
        await delivery.ack()
        if received.count == 5 { break }
      }
      #expect(received.map(\.sequence) == ["1", "2", "3", "2", "3"])
      #expect(received[1].id == received[3].id && received[2].id == received[4].id)
      #expect(try await outbox.number("select confirmed_sequence from recipient") == 3)
    }
  }

  @Test("What is not kept any more is named; a queue that is not there, or a stranger, is told")
  func gone() async throws {
    try await with { outbox, _, organisation, connection in
      try await outbox.execute("delete from outbox where sequence = 2")
      let report = try #require(try await replay(outbox, connection, organisation, 1...3))
      #expect(report.sent == [1, 3] && report.gone == [2...2])
      let missing = try #require(try await replay(outbox, connection, organisation, 1...3, queue: "nergens"))
      #expect(missing.sent == [] && missing.failed?.number == 1)
      #expect(try await replay(outbox, connection, organisation, 7...9) == EventReplay.Report())
      #expect(try await replay(outbox, connection, "00000099000000000999", 1...3) == nil)
    }
  }

  @Test("The numbers that are missing are told as ranges")
  func ranges() {
    #expect(EventReplay.missing([], in: 3...5) == [3...5])
    #expect(EventReplay.missing([3, 4, 5], in: 3...5) == [])
    #expect(EventReplay.missing([4, 7], in: 2...9) == [2...3, 5...6, 8...9])
  }
}

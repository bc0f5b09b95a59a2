import AMQP
import LocalServices
import TestServices
import Testing

@Suite("A broker short of memory", .timeLimit(.minutes(3)))
struct BlockedConnectionTests {
  @Test("Publishing waits while the broker blocks, in time ends with an error, and goes on afterwards")
  func blocked() async throws {
    try await TestServices.privateBroker { broker in
      var configuration = broker.configuration()
      configuration.operationTimeout = .seconds(2)
      try await withConnection(configuration) { connection in
        try await connection.declare(.quorum("q"))
        let publisher = try await connection.makePublisher()
        let states = connection.recordStates()
        try await broker.setAlarm(.memory, true)

        // The broker blocks a connection at its first publish after the alarm has reached it.
        var outcome: PublishOutcome
        repeat { outcome = try await publisher.publish(AMQPMessage(1, to: "q")) } while outcome == .confirmed
        guard case .unknown(let unanswered) = outcome else { throw Unexpected(outcome) }
        #expect(unanswered.kind == .blocked)
        try await states.wait(for: "the block") { $0.contains(where: \.isBlocked) }
        let error = await #expect(throws: AMQPError.self) { try await publisher.publish(AMQPMessage(2, to: "q")) }
        #expect(error?.kind == .blocked)
        #expect(error?.isRetriable == true)

        async let waiting = publisher.publish(AMQPMessage(3, to: "q"))
        try await broker.setAlarm(.memory, false)
        #expect(try await waiting == .confirmed)
        #expect(connection.state == .connected)
        #expect(!states.value.contains { $0.isDisconnected })
      }
    }
  }
}

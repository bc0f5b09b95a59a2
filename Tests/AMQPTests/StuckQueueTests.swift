import AMQP
import LocalServices
import TestServices
import Testing

@Suite("A queue that does not answer", .timeLimit(.minutes(5)))
struct StuckQueueTests {
  @Test("It stops only those who use it")
  func isolation() async throws {
    try await TestServices.privateBroker { broker in
      var configuration = broker.configuration()
      configuration.operationTimeout = .seconds(2)
      try await withConnection(configuration) { connection in
        try await connection.declare(.quorum("stuck"))
        try await connection.declare(.quorum("fine"))
        let stuck = try await connection.makePublisher()
        let fine = try await connection.makePublisher()
        let consumer = try await connection.consume("fine")
        let states = connection.recordStates()
        // The queue's process stands still, as one without a majority of its members does.
        try await broker.evaluate("ok = sys:suspend(whereis('%2F_stuck')).")

        async let consuming = connection.consume("stuck")
        async let publishing = stuck.publish(AMQPMessage(1, to: "stuck"))
        #expect(try await fine.publish((3..<2_000).map { AMQPMessage($0, to: "fine") }).allSatisfy { $0 == .confirmed })
        let outcome = try await publishing
        guard case .unknown(let error) = outcome else { throw Unexpected(outcome) }
        #expect(error.kind == .timedOut)
        #expect(try await consumer.take(1_997).count == 1_997)
        do {
          _ = try await consuming
          throw Unexpected("a consumer of a queue that does not answer")
        } catch let error as AMQPError {
          #expect(error.kind == .timedOut)
        }
        #expect(states.value == [.connected])

        try await broker.evaluate("ok = sys:resume(whereis('%2F_stuck')).")
        _ = try await stuck.publishUntilConfirmed([1, 2], to: "stuck")
        for try await delivery in try await connection.consume("stuck") {
          await delivery.ack()
          if delivery.number == 2 { break }
        }
      }
    }
  }

  @Test("A channel that a queue without a leader made reject everything is left behind")
  func withoutLeader() async throws {
    try await TestServices.privateBroker { broker in
      try await withConnection(broker.configuration()) { connection in
        try await connection.declare(.quorum("q"))
        func lead(by node: String) async throws {
          let queue = #"rabbit_misc:r(<<"/">>, queue, <<"q">>)"#
          let change = "fun(Q) -> amqqueue:set_pid(Q, {'%2F_q', \(node)}) end"
          try await broker.evaluate(
            "rabbit_misc:execute_mnesia_transaction(fun() -> rabbit_amqqueue:update(\(queue), \(change)) end), ok."
          )
        }
        // As in the moment after the death of the leading node: the broker believes that it leads the queue.
        try await lead(by: "'nobody@localhost'")
        let publisher = try await connection.makePublisher()
        #expect(try await publisher.publish(AMQPMessage(0, to: "q")) == .rejected)
        try await lead(by: "node()")
        let outcomes = try await publisher.publish((1...3).map { AMQPMessage($0, to: "q") })
        try #require(outcomes.allSatisfy { $0 == .confirmed })
        #expect(try await connection.consume("q").take(3).map(\.number) == [1, 2, 3])
      }
    }
  }

  @Test("No more than the window is sent without a confirm")
  func window() async throws {
    try await TestServices.privateBroker { broker in
      try await withConnection(broker.configuration()) { connection in
        try await connection.declare(.quorum("slow"))
        try await connection.declare(.quorum("fine"))
        let publisher = try await connection.makePublisher(window: 3)
        let probe = try await connection.makePublisher()
        #expect(try await publisher.publish(AMQPMessage(0, to: "slow")) == .confirmed)
        try await broker.evaluate("ok = sys:suspend(whereis('%2F_slow')).")
        async let outcomes = publisher.publish((1...10).map { AMQPMessage($0, to: "slow") })
        let unconfirmed =
          "lists:sum([N || C <- rabbit_channel:list(),"
          + " {_, N} <- rabbit_channel:info(C, [messages_unconfirmed])])."
        try await waitFor("messages without a confirm") { try await broker.evaluate(unconfirmed) != "{ok, 0}" }
        // What comes after it on the same socket has arrived, so whatever would have been sent has arrived too.
        #expect(try await probe.publish(AMQPMessage(1, to: "fine")) == .confirmed)
        #expect(try await broker.evaluate(unconfirmed) == "{ok, 3}")
        try await broker.evaluate("ok = sys:resume(whereis('%2F_slow')).")
        #expect(try await outcomes.allSatisfy { $0 == .confirmed })
      }
    }
  }
}

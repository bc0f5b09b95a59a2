import AMQP
import LocalServices
import Retrying
import TestServices
import Testing

@Suite("A broker that dies, freezes or was never there", .timeLimit(.minutes(5)))
struct BrokerFailureTests {
  @Test("A killed and restarted broker loses nothing between publisher and consumer")
  func killed() async throws {
    try await TestServices.privateBroker { broker in
      let (logger, log) = LogRecorder.logger()
      try await withConnection(broker.configuration(), logger: logger) { publishing in
        try await withConnection(broker.configuration()) { consuming in
          try await publishing.declare(.quorum("q"))
          try await broker.settleNewQueues()
          let received = Signal<Set<Int>>([])
          let consumer = try await consuming.consume("q", options: .init(prefetch: 50))
          let reading = Task {
            for try await delivery in consumer {
              let number = delivery.number ?? -1
              received.update { $0.insert(number) }
              await delivery.ack()
            }
          }
          // Not `Signal.wait`: it would print every number when it waits in vain.
          func receivedEnough(_ count: Int) async throws {
            try await waitFor("\(count) deliveries", limit: .seconds(150)) { received.value.count >= count }
          }
          let publisher = try await publishing.makePublisher(window: 100)
          let sending = Task {
            for start in stride(from: 0, to: 10_000, by: 500) {
              _ = try await publisher.publishUntilConfirmed(Array(start..<start + 500), to: "q")
            }
          }
          for enough in [2_000, 6_000] {
            try await receivedEnough(enough)
            try await broker.kill()
            try await broker.restart()
          }
          try await sending.value
          try await receivedEnough(10_000)
          #expect(received.value.sorted() == Array(0..<10_000))
          await consuming.close()
          try await reading.value
        }
      }
      let lines = log.value
      #expect(lines.filter { $0 == "warning: no connection to the broker, trying until it is back" }.count == 2)
      #expect(lines.filter { $0 == "info: connected to the broker again" }.count == 2)
    }
  }

  @Test("What was declared comes back, though it is not durable; deliveries that were not settled come again")
  func topologyComesBack() async throws {
    try await TestServices.privateBroker { broker in
      try await withConnection(broker.configuration()) { connection in
        try await connection.declare(AMQPExchange("x", kind: .fanout, isDurable: false))
        try await connection.declare(AMQPQueue("passing", isDurable: false, isAutoDelete: false))
        try await connection.declare(.quorum("kept"))
        for queue in ["passing", "kept"] {
          try await connection.bind(AMQPBinding(queue: queue, exchange: "x", routingKey: ""))
        }
        try await broker.settleNewQueues()
        let publisher = try await connection.makePublisher()
        let message = AMQPMessage(exchange: "x", routingKey: "", body: [1])
        #expect(try await publisher.publish(message) == .confirmed)
        var kept = try await connection.consume("kept").makeAsyncIterator()
        let first = try #require(try await kept.next())

        let states = connection.recordStates()
        try await broker.kill()
        try await states.wait(for: "the loss") { $0.contains(where: \.isDisconnected) }
        #expect(await first.ack() == .stale)
        try await broker.restart()
        try await states.wait(for: "the connection") { $0.last == .connected }

        let again = try #require(try await kept.next())
        #expect(again.isRedelivered)
        #expect(await again.ack() == .settled)
        #expect(await first.ack() == .stale)
        #expect(try await connection.queueInfo("passing").messageCount == 0)
        #expect(try await publisher.publish(message) == .confirmed)
        #expect(try await connection.queueInfo("passing").messageCount == 1)
      }
    }
  }

  @Test("A frozen broker is noticed by its missing heartbeats, and nothing hangs")
  func frozen() async throws {
    try await TestServices.privateBroker { broker in
      var configuration = broker.configuration()
      configuration.heartbeat = .seconds(1)
      configuration.connectTimeout = .seconds(1)
      try await withConnection(configuration) { connection in
        try await connection.declare(.quorum("q"))
        let publisher = try await connection.makePublisher()
        _ = try await publisher.publish(AMQPMessage(0, to: "q"))
        let states = connection.recordStates()
        try await broker.pause()
        async let underWay = publisher.publish((1...3).map { AMQPMessage($0, to: "q") })
        try await states.wait(for: "the missing heartbeats") { $0.contains(where: \.isDisconnected) }
        for outcome in try await underWay {
          guard case .unknown(let error) = outcome else { throw Unexpected(outcome) }
          #expect(error.kind == .notConnected)
        }
        try await broker.resume()
        try await states.wait(for: "the connection") { $0.last == .connected }
        #expect(try await publisher.publish(AMQPMessage(4, to: "q")) == .confirmed)
      }
    }
  }

  @Test("Our own heartbeats keep an idle connection")
  func idle() async throws {
    var configuration = try await freshConfiguration()
    configuration.heartbeat = .seconds(2)
    try await withConnection(configuration) { connection in
      let states = connection.recordStates()
      // The broker closes a connection that was silent for three intervals.
      let end = ContinuousClock.now + .seconds(7)
      try await waitFor("more than three intervals of silence") { ContinuousClock.now > end }
      #expect(states.value == [.connected])
      #expect(try await connection.declare(AMQPQueue("still-there")).messageCount == 0)
    }
  }

  @Test("A connection waits for a broker that starts later")
  func startsLater() async throws {
    try await TestServices.privateBroker { broker in
      try await broker.kill()
      var configuration = broker.configuration()
      configuration.operationTimeout = .seconds(60)
      let connection = AMQPConnection(configuration, logger: LogRecorder.logger().0)
      let error = await #expect(throws: AMQPError.self) {
        try await connection.waitUntilConnected(limit: .milliseconds(200))
      }
      #expect(error?.kind == .notConnected)
      #expect(error?.isRetriable == true)
      async let declared = connection.declare(.quorum("q"))
      try await broker.restart()
      try await connection.waitUntilConnected(limit: .seconds(30))
      #expect(try await declared.name == "q")
      await connection.close()
    }
  }

  @Test("Of several servers those that are away are passed over without a pause")
  func othersAreAway() async throws {
    var configuration = try await freshConfiguration()
    // With one server in four, a connection seldom begins with it; each pause would be longer than the wait.
    configuration.otherServers = (1...3).map { _ in AMQPServer(host: "127.0.0.1", port: LocalServices.freePort()) }
    configuration.backoff = Backoff(first: .seconds(3_600), longest: .seconds(3_600))
    for _ in 1...8 {
      try await withConnection(configuration) { connection in
        let queue = try await connection.declare(AMQPQueue("q", isDurable: false))
        #expect(queue.name == "q")
      }
    }
  }

  @Test("After close everything says so")
  func closed() async throws {
    let connection = AMQPConnection(try await freshConfiguration(), logger: LogRecorder.logger().0)
    let states = connection.states
    try await connection.declare(AMQPQueue("q"))
    let publisher = try await connection.makePublisher()
    let consumer = try await connection.consume("q")
    await connection.close()
    for try await _ in consumer {}
    let error = await #expect(throws: AMQPError.self) { try await publisher.publish(AMQPMessage(1, to: "q")) }
    #expect(error?.kind == .closed)
    #expect(await states.reduce(into: []) { $0.append($1) }.last == .closed)
    await connection.close()
  }

  @Test("Wrong credentials and virtual hosts are told apart from a broker that is away")
  func refused() async throws {
    let broker = try await TestServices.broker()
    var wrongPassword = broker.configuration()
    wrongPassword.credentials = .plain(user: broker.adminUser, password: "wrong")
    for configuration in [wrongPassword, broker.configuration(virtualHost: "missing")] {
      let connection = AMQPConnection(configuration, logger: LogRecorder.logger().0)
      let states = connection.recordStates()
      try await states.wait(for: "the refusal") { $0.contains(where: \.isDisconnected) }
      guard case .disconnected(let error)? = states.value.first(where: \.isDisconnected) else { throw Unexpected("") }
      #expect(error.kind == .connectionRefused)
      #expect(!error.isRetriable)
      #expect(!error.debugDescription.contains("wrong"))
      await connection.close()
    }
  }
}

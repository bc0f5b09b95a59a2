import AMQP
import LocalServices
import TestServices
import Testing

@Suite("A broker of three nodes", .timeLimit(.minutes(10)))
struct ClusterTests {
  /// Four numbers at a time, of which the broker has each or says nothing of it.
  private static let parts = (0..<30).map { Array($0 * 4..<$0 * 4 + 4) }

  @Test(
    "Of what is published nothing is lost when the leading node dies, nor when all but one die; then nothing is confirmed"
  )
  func nodesDie() async throws {
    let cluster = try await LocalBrokerCluster.start(in: .temporary, nodes: 3)
    do { try await nodesDie(of: cluster) } catch {
      await cluster.stop()
      throw error
    }
    await cluster.stop()
  }

  private func nodesDie(of cluster: LocalBrokerCluster) async throws {
    try await withConnection(cluster.configuration()) { connection in
      try await connection.declare(.quorum("q"))
      for node in cluster.nodes { try await node.settleNewQueues() }
      let publisher = try await connection.makePublisher()
      @Sendable func publish(_ parts: ArraySlice<[Int]>) async throws {
        for part in parts { _ = try await publisher.publishUntilConfirmed(part, to: "q") }
      }
      try await publish(Self.parts[..<10])
      let leader = try await cluster.leader(of: "q")
      try await cluster.nodes[leader].kill()
      // The other two are enough.
      try await publish(Self.parts[10..<20])

      let last = (leader + 1) % 3
      try await cluster.nodes[3 - leader - last].kill()
      try await waitFor("the node that is left to stop by itself") {
        do throws(ManagementRefusal) {
          try await cluster.nodes[last].manage("GET", "/api/whoami")
          return false
        } catch {
          return error.status == 0
        }
      }
      let error = await #expect(throws: AMQPError.self) {
        try await connection.waitUntilConnected(limit: .milliseconds(200))
      }
      #expect(error?.isRetriable == true)
      async let others: Void = publish(Self.parts[20...])
      async let first: Void = cluster.nodes[leader].restart()
      try await cluster.nodes[3 - leader - last].restart()
      try await first
      try await others
    }
    let received = try await withConnection(cluster.configuration()) { connection in
      try await connection.consume("q").numbers(untilThereAre: 120)
    }
    // What was not confirmed was sent again, so some may be there twice.
    #expect(received == Set(0..<120))
  }
}

extension AMQPConsumer {
  /// Acknowledges what comes until there are so many different numbers.
  fileprivate func numbers(untilThereAre count: Int) async throws -> Set<Int> {
    var numbers: Set<Int> = []
    for try await delivery in self {
      await delivery.ack()
      numbers.insert(delivery.number ?? -1)
      if numbers.count == count { break }
    }
    return numbers
  }
}

extension LocalBrokerCluster {
  /// All nodes, in the virtual host `/`.
  fileprivate func configuration() -> AMQPConfiguration {
    var configuration = nodes[0].configuration()
    configuration.otherServers = nodes.dropFirst().map { AMQPServer(host: "127.0.0.1", port: $0.amqpPort) }
    configuration.operationTimeout = .seconds(60)
    return configuration
  }

  /// From 0, of a queue that all three nodes have. The broker tells some seconds after it was made.
  fileprivate func leader(of queue: String) async throws -> Int {
    let found = Signal<Int?>(nil)
    try await waitFor("the leader and three members of \(queue)") {
      let told = try await nodes[0].manage("GET", "/api/queues/%2F/\(queue)")
      guard told.contains(#/"members":\[("[^"]*",){2}"[^"]*"\]/#) else { return false }
      let leader = told.firstMatch(of: #/"leader":"casusregie@127\.0\.0\.([1-3])"/#).flatMap { Int($0.1) }
      found.update { $0 = leader }
      return leader != nil
    }
    guard let number = found.value else { throw Unexpected(queue) }
    return number - 1
  }
}

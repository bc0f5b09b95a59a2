import AMQP
import LocalServices
import TestServices
import Testing

@Suite("A broker of three nodes", .timeLimit(.minutes(5)))
struct ClusterTests {
  @Test(
    "Under load the leading node dies, and then another: nothing is lost, and nothing is confirmed until one is back"
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
      let leader = try await cluster.leader(of: "q")
      let (stays, second) = ((leader + 1) % 3, (leader + 2) % 3)
      let load = PublishingLoad(on: connection, to: "q")
      try await load.confirm(20)

      try await cluster.nodes[leader].kill()
      // The other two are enough.
      try await load.confirm(20)

      try await cluster.nodes[second].kill()
      let confirmed = load.confirmed
      try await cluster.nodes[stays].awaitItsStop()
      try await waitFor("the end of its connections") { connection.state.isDisconnected }
      // The one whose confirm was on its way.
      #expect(load.confirmed <= confirmed + 1)

      // Two of three are enough again.
      try await cluster.nodes[second].restart()
      try await load.confirm(20)
      let sent = try await load.end()
      // What was not confirmed was sent again, so some may be there twice.
      #expect(try await connection.consume("q").numbers(untilThereAre: sent) == Set(0..<sent))
    }
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

extension LocalBroker {
  /// Until a node that sees no majority has stopped by itself: then it has no management API.
  fileprivate func awaitItsStop() async throws {
    try await waitFor("the node that is left to stop by itself") {
      do throws(ManagementRefusal) {
        try await manage("GET", "/api/whoami")
        return false
      } catch {
        return error.status == 0
      }
    }
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

  /// From 0, of a queue in the virtual host `/`, once all nodes have a member of it. The management API tells that some seconds later.
  fileprivate func leader(of queue: String) async throws -> Int {
    for node in nodes {
      try await waitFor("a member of \(queue) on each node") {
        try await node.evaluate("is_pid(whereis('%2F_\(queue)')).") == "{ok, true}"
      }
    }
    let lookUp = #"{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"\#(queue)">>))"#
    let told = try await nodes[0].evaluate("\(lookUp), element(2, amqqueue:get_pid(Q)).")
    guard let number = told.firstMatch(of: #/@127\.0\.0\.([1-3])'/#).flatMap({ Int($0.1) }) else {
      throw Unexpected(told)
    }
    return number - 1
  }
}

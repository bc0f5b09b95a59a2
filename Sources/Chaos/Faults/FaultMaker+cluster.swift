import LocalServices

/// Faults of a broker of several nodes.
extension FaultMaker {
  /// The leader of most queues dies. Work goes on with the others, before it is back.
  func killLeader() async throws {
    let leader = try await stage.leader()
    try await stage.kill([leader])
    try await answers(3)
    try await stage.restart([leader])
    try await stage.awaitWholeQueues()
  }

  /// All but one die. Then nothing is told, the service says so, and goes on when they are back.
  func killMajority() async throws {
    let leader = try await stage.leader()
    let count = stage.services.brokers.count
    // The one that stays is another each time.
    let stays = (leader + 1) % count
    let victims = (0..<count).filter { $0 != stays }
    try await stage.kill(victims)
    try await wait(for: "the health pages that name the broker") { try await stage.isBrokerMissed() }
    let before = try await stage.confirmed()
    try await Task.sleep(for: brokerAway)
    let after = try await stage.confirmed()
    guard before == after else {
      throw ChaosFailure("with one node of \(count), \(after - before) events were confirmed")
    }
    try await stage.restart(victims)
    try await stage.awaitWholeQueues()
  }

  /// The leader of most queues is cut off from the others, and everybody still reaches it. It stops by itself; the others go on.
  func cutOffLeader() async throws {
    let leader = try await stage.leader()
    let cut = try BrokerCut(of: leader + 1, among: stage.services.brokers.count)
    guard try await cut.isPossible() else {
      throw ChaosFailure("cuts are made in a network namespace of their own: use scripts/chaos-cut")
    }
    try await cut.make()
    do {
      let node = stage.services.brokers[leader]
      try await wait(for: "the node that is cut off to stop") {
        // A node that stopped has no management API.
        do throws(ManagementRefusal) {
          return try await node.manage("GET", "/api/whoami").isEmpty
        } catch {
          return error.status == 0
        }
      }
      try await answers(3)
    } catch {
      try await cut.end()
      throw error
    }
    try await cut.end()
    try await stage.awaitWholeQueues()
  }
}

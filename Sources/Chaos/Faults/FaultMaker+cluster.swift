import LocalServices

/// Faults of a broker of several nodes.
extension FaultMaker {
  /// The leader of most queues dies. Work goes on with the others, for every partner, before it is back.
  mutating func killLeader() async throws -> Deed {
    let leader = try await stage.leader()
    try await stage.kill([leader])
    let moment = clock.now
    var loss = BrokerLoss(nodes: 1, of: stage.services.brokers.count)
    loss.confirmedBefore = try await stage.confirmed()
    try await measureRecovery(of: &loss, since: moment)
    loss.confirmedMeanwhile = try await stage.confirmed()
    try await bringBack([leader], &loss)
    return Deed("node \(leader + 1) killed, and work went on", undone: "started again; all queues are whole")
  }

  /// All but one die. Then nothing is told, and the service says so. It goes on when most are back, before the others are.
  mutating func killMajority() async throws -> Deed {
    let leader = try await stage.leader()
    let count = stage.services.brokers.count
    // The one that stays is another each time.
    let stays = (leader + 1) % count
    let victims = (0..<count).filter { $0 != stays }
    var loss = BrokerLoss(nodes: victims.count, of: count)
    try await stage.kill(victims)
    try await wait(for: "the health pages that name the broker") {
      try await stage.instancesThatMissTheBroker() == stage.instanceCount
    }
    loss.confirmedBefore = try await stage.confirmed()
    try await Task.sleep(for: brokerAway)
    loss.confirmedMeanwhile = try await stage.confirmed()
    guard loss.confirmedBefore == loss.confirmedMeanwhile else {
      throw ChaosFailure(
        "with one node of \(count), \(loss.confirmedMeanwhile - loss.confirmedBefore) events were confirmed"
      )
    }
    let moment = clock.now
    let missing = count / 2
    try await stage.restart(victims.suffix(missing))
    try await measureRecovery(of: &loss, since: moment)
    try await bringBack(victims.dropLast(missing), &loss)
    return Deed("all but node \(stays + 1) killed, and nothing was told", undone: "started again; all queues are whole")
  }

  private var clock: ContinuousClock { ContinuousClock() }

  private func measureRecovery(of loss: inout BrokerLoss, since moment: ContinuousClock.Instant) async throws {
    let numbers = try await stage.lastNumbers()
    try await wait(for: "all that every partner has coming") {
      try await stage.confirmedNumbers().allSatisfy { $1 >= numbers[$0] ?? 0 }
    }
    loss.secondsUntilTold = (clock.now - moment) / .seconds(1)
    try await answers(3)
    loss.secondsUntilAnswered = (clock.now - moment) / .seconds(1)
  }

  private mutating func bringBack(_ nodes: [Int], _ loss: inout BrokerLoss) async throws {
    let moment = clock.now
    try await stage.restart(nodes)
    try await stage.awaitWholeQueues()
    loss.secondsUntilWhole = (clock.now - moment) / .seconds(1)
    record(loss)
  }

  /// The leader of most queues is cut off from the others, and everybody still reaches it. It stops by itself; the others go on.
  func cutOffLeader() async throws -> Deed {
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
    return Deed("node \(leader + 1) cut off, and work went on", undone: "it sees the others; all queues are whole")
  }
}

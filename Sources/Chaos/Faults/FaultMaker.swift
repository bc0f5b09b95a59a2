import LocalServices
import SeededRandom

/// Does harm, and undoes it: after each fault everything is there again, and has to work.
struct FaultMaker: Sendable {
  let stage: ChaosStage
  private let options: ChaosOptions
  private let say: @Sendable (String) -> Void
  private var random: SeededGenerator
  var backup: Backup?
  /// What was done, in its order.
  private(set) var records: [FaultRecord] = []
  var failovers: [Failover] = []
  private(set) var losses: [BrokerLoss] = []
  /// What was seen to be wrong meanwhile.
  var found: [String] = []

  var brokerAway: Duration { options.brokerAway }

  /// How often each was done.
  var done: [Fault: Int] { records.reduce(into: [:]) { $0[$1.fault, default: 0] += 1 } }

  init(_ stage: ChaosStage, _ options: ChaosOptions, say: @escaping @Sendable (String) -> Void) {
    (self.stage, self.options, self.say) = (stage, options, say)
    random = SeededGenerator(seed: options.seed)
  }

  /// Every fault once. Between two of them partners get answers: so each meets work, and what the one before broke goes on.
  mutating func round() async throws {
    for fault in Fault.round(options, &random) { try await makeAmidWork(fault) }
    try await answers(3)
  }

  /// A restore may undo what was lost before it, and then nobody gets that again: so a queue is emptied once more after the last.
  mutating func last() async throws {
    guard !options.isOnlyFailover else { return }
    try await makeAmidWork(.queuePurged)
    try await answers(3)
  }

  private mutating func makeAmidWork(_ fault: Fault) async throws {
    try await answers(chance(in: 1...options.between))
    let (answered, began) = (stage.progress.value, ContinuousClock.now)
    say("\(records.count + 1), after \(answered) answered commands: \(fault.rawValue)")
    let deed = try await make(fault)
    records.append(
      FaultRecord(
        fault: fault,
        afterCommands: answered,
        deed: deed,
        seconds: (ContinuousClock.now - began) / .seconds(1)
      )
    )
    say("  did: \(deed.did); undone: \(deed.undone)")
  }

  func answers(_ count: Int) async throws {
    let goal = stage.progress.value + count
    try await wait(for: "\(count) more answered commands", limit: .seconds(300)) { stage.progress.value >= goal }
  }

  private mutating func make(_ fault: Fault) async throws -> Deed {
    let networks = stage.networks
    switch fault {
    case .instanceKilled: return try killInstances([victim()])
    case .bothInstancesKilled: return try killInstances(Array(0..<stage.instanceCount))
    case .instanceFrozen: return await freezeInstance()
    case .brokerKilled: return try await killBroker(for: .zero)
    case .brokerAway: return try await killBroker(for: options.brokerAway)
    case .brokerFrozen: return try await freezeBroker()
    case .brokerOutOfMemory: return try await raiseAlarm(.memory)
    case .brokerOutOfDisk: return try await raiseAlarm(.disk)
    case .databaseKilled: return try await killDatabase()
    case .databaseFrozen: return try await freezeDatabase()
    case .databaseDiskFull: return try await fillDisk(needsLog: false)
    case .databaseLogFull: return try await fillDisk(needsLog: true)
    case .failover: return try await failOver(say: say)
    case .sessionsEnded: return try await endSessions()
    case .databaseSlow: return await slowDown(networks.database)
    case .databaseNarrow: return await narrow(networks.database)
    case .databaseStalled: return await stall(networks.database)
    case .databaseCut: return try await cut(networks.database)
    case .brokerSlow: return await slowDown(networks.broker)
    case .brokerNarrow: return await narrow(networks.broker)
    case .brokerStalled: return await stall(networks.broker)
    case .brokerCut: return try await cut(networks.broker)
    case .clockAhead: return try await jumpAhead()
    case .clockBack: return try await jumpBack()
    case .connectionsClosed: return try await closeConnections()
    case .partnerAway: return await sendAway()
    case .queuePurged: return try await purge()
    case .backup: return try await takeBackup()
    case .restore: return try await restore()
    case .brokerLeaderKilled: return try await killLeader()
    case .brokerMajorityKilled: return try await killMajority()
    case .brokerLeaderCutOff: return try await cutOffLeader()
    }
  }

  /// What a death of nodes cost.
  mutating func record(_ loss: BrokerLoss) {
    losses.append(loss)
    say(loss.text)
  }

  // MARK: - Chance

  mutating func chance(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  /// The number of an instance.
  mutating func victim() -> Int { chance(in: 0...stage.instanceCount - 1) }

  mutating func anyBroker() -> LocalBroker { stage.services.brokers[chance(in: 0...stage.services.brokers.count - 1)] }

  mutating func anyPartner() -> ModelPartner { stage.partners[chance(in: 0...stage.partners.count - 1)] }

  /// One that gives commands, and so gets events.
  mutating func busyPartner() async -> ModelPartner {
    var busy: [ModelPartner] = []
    for partner in stage.partners where await partner.isBusy { busy.append(partner) }
    return busy.randomElement(using: &random) ?? anyPartner()
  }

  /// That something lasts is the fault itself: there is nothing to wait for.
  /// - Returns: for how long.
  @discardableResult
  mutating func pause() async -> String {
    let most = Int(options.lasting / .milliseconds(1))
    let length = chance(in: most / 8...most)
    // Ends early only when cancelled, and then all ends.
    try? await Task.sleep(for: .milliseconds(length))
    return "\(length) ms"
  }
}

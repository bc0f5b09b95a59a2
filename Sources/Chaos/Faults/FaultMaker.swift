import CaseCore
import Development
import Foundation
import LocalServices
import SeededRandom

/// Does harm, and undoes it: after each fault everything is there again, and has to work.
struct FaultMaker: Sendable {
  let stage: ChaosStage
  private let options: ChaosOptions
  private let say: @Sendable (String) -> Void
  private var random: SeededGenerator
  private var backup: Backup?
  private var backups = 0
  /// How often each was done.
  private(set) var done: [Fault: Int] = [:]
  private(set) var failovers: [Failover] = []
  private(set) var losses: [BrokerLoss] = []
  /// What was seen to be wrong meanwhile.
  private(set) var found: [String] = []

  var brokerAway: Duration { options.brokerAway }

  init(_ stage: ChaosStage, _ options: ChaosOptions, say: @escaping @Sendable (String) -> Void) {
    (self.stage, self.options, self.say) = (stage, options, say)
    random = SeededGenerator(seed: options.seed)
  }

  /// Every fault once. Between two of them partners get answers: so each meets work, and what the one before broke goes on.
  mutating func round() async throws {
    let faults = options.isOnlyFailover ? [.failover] : Fault.round(options, &random)
    for fault in faults { try await makeAmidWork(fault) }
    try await answers(3)
  }

  /// A restore may undo what was lost before it, and then nobody gets that again: so a queue is emptied once more after the last.
  mutating func last() async throws {
    guard !options.isOnlyFailover else { return }
    try await makeAmidWork(.queuePurged)
    try await answers(3)
  }

  private mutating func makeAmidWork(_ fault: Fault) async throws {
    try await answers(Int.random(in: 2...6, using: &random))
    say("after \(stage.progress.value) answered commands: \(fault.rawValue)")
    try await make(fault)
    done[fault, default: 0] += 1
  }

  func answers(_ count: Int) async throws {
    let goal = stage.progress.value + count
    try await wait(for: "\(count) more answered commands", limit: .seconds(300)) { stage.progress.value >= goal }
  }

  private mutating func make(_ fault: Fault) async throws {
    let (postgres, broker) = (stage.databases.primary, stage.services.broker)
    switch fault {
    case .instanceKilled: try await killInstances([victim()])
    case .bothInstancesKilled: try await killInstances(Array(0..<stage.instanceCount))
    case .instanceFrozen:
      let number = victim()
      stage.instance(number).freeze()
      await pause()
      stage.instance(number).thaw()
    case .brokerKilled:
      try await broker.kill()
      try await broker.restart()
    case .brokerAway:
      try await broker.kill()
      try await Task.sleep(for: options.brokerAway)
      try await broker.restart()
    case .brokerFrozen:
      try await broker.pause()
      await pause()
      try await broker.resume()
    case .databaseKilled:
      try await postgres.kill()
      try await postgres.restart()
    case .databaseFrozen:
      try await postgres.pause()
      await pause()
      try await postgres.resume()
    case .failover: try await failOver()
    case .sessionsEnded:
      try await postgres.psql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(stage.installation.name)'"
      )
    case .connectionsClosed: try await closeConnections()
    case .partnerAway:
      let away = partner()
      await away.leave()
      await pause()
      await away.comeBack()
    case .queuePurged: try await purge()
    case .backup:
      backups += 1
      backup = try await Backup.take(of: stage.installation, postgres, number: backups)
    case .restore: try await restore()
    case .brokerLeaderKilled: try await killLeader()
    case .brokerMajorityKilled: try await killMajority()
    case .brokerLeaderCutOff: try await cutOffLeader()
    }
  }

  /// What a death of nodes cost.
  mutating func record(_ loss: BrokerLoss) {
    losses.append(loss)
    say(loss.text)
  }

  private mutating func victim() -> Int { Int.random(in: 0..<stage.instanceCount, using: &random) }

  private mutating func partner() -> ModelPartner {
    stage.partners[Int.random(in: stage.partners.indices, using: &random)]
  }

  /// One that gives commands, and so gets events.
  private mutating func busyPartner() async -> ModelPartner {
    var busy: [ModelPartner] = []
    for partner in stage.partners where await partner.isBusy { busy.append(partner) }
    return busy.randomElement(using: &random) ?? partner()
  }

  /// That something lasts is the fault itself: there is nothing to wait for.
  private mutating func pause() async {
    let length = Duration.milliseconds(Int.random(in: 500...4_000, using: &random))
    // Ends early only when cancelled, and then all ends.
    try? await Task.sleep(for: length)
  }

  private func killInstances(_ numbers: [Int]) async throws {
    for number in numbers { stage.instance(number).end() }
    for number in numbers { try stage.startInstance(number) }
  }

  /// The broker hangs up, on all of a partner's connections.
  private mutating func closeConnections() async throws {
    try await stage.closeConnections(of: partner())
  }

  /// A queue is emptied that has something in it.
  private mutating func purge() async throws {
    try await stage.purge(busyPartner())
  }

  /// The database dies for good amid work, its standby takes over, and the dead one comes back as the standby of that.
  private mutating func failOver() async throws {
    let switching = Switching(stage)
    let standing = try await switching.begin()
    try await answers(3)
    let (failover, lost) = try await switching.failOver(from: standing)
    failovers.append(failover)
    found += lost
    say(failover.text)
  }

  /// As an operator does it: no instance runs meanwhile.
  private func restore() async throws {
    guard let backup else { throw ChaosFailure("there is no backup") }
    // Something that it takes back.
    try await answers(5)
    for number in 0..<stage.instanceCount { stage.instance(number).end() }
    try await backup.restore(to: stage.installation, stage.databases.primary)
    for number in 0..<stage.instanceCount { try stage.startInstance(number) }
  }
}

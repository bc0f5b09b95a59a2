/// What is done to the installation while partners work.
enum Fault: String, CaseIterable, Encodable, Sendable {
  case instanceKilled = "instance killed"
  case instanceFrozen = "instance frozen"
  case bothInstancesKilled = "both instances killed"
  case brokerKilled = "broker killed"
  case brokerFrozen = "broker frozen"
  case brokerAway = "broker away"
  case brokerOutOfMemory = "broker short of memory"
  case brokerOutOfDisk = "broker short of disk"
  case databaseKilled = "database killed"
  case databaseFrozen = "database frozen"
  case databaseDiskFull = "disk of the database full"
  case databaseLogFull = "disk of the database full, also for its log"
  case failover = "database failed over"
  case sessionsEnded = "database sessions ended"
  case databaseSlow = "network to the database slow"
  case databaseNarrow = "network to the database narrow"
  case databaseStalled = "network to the database stalled"
  case databaseCut = "connections to the database cut"
  case brokerSlow = "network to the broker slow"
  case brokerNarrow = "network to the broker narrow"
  case brokerStalled = "network to the broker stalled"
  case brokerCut = "connections to the broker cut"
  case clockAhead = "clock ahead"
  case clockBack = "clock back"
  case connectionsClosed = "connections of a partner closed"
  case partnerAway = "partner away"
  case queuePurged = "queue of a partner purged"
  case backup = "backup taken"
  case restore = "database restored"
  case brokerLeaderKilled = "leading node of the broker killed"
  case brokerMajorityKilled = "all nodes of the broker but one killed"
  case brokerLeaderCutOff = "leading node of the broker cut off"

  /// Those that can be made.
  static func all(of options: ChaosOptions) -> [Fault] {
    guard !options.isOnlyFailover else { return [.failover] }
    return allCases.filter {
      switch $0 {
      case .brokerLeaderKilled, .brokerMajorityKilled: options.brokerNodes > 1
      case .brokerLeaderCutOff: options.cutsNodes
      case .databaseDiskFull, .databaseLogFull: options.whyNoDisks == nil
      default: true
      }
    }
  }

  /// Every fault once, in an order by chance; the backup in the first half, the restore in the second.
  static func round(_ options: ChaosOptions, _ random: inout some RandomNumberGenerator) -> [Fault] {
    var faults = all(of: options).filter { $0 != .backup && $0 != .restore }.shuffled(using: &random)
    guard !options.isOnlyFailover else { return faults }
    let middle = faults.count / 2
    faults.insert(.restore, at: Int.random(in: middle...faults.count - 1, using: &random))
    faults.insert(.backup, at: Int.random(in: 1..<middle, using: &random))
    return faults
  }
}

import Development
import LocalServices

/// Faults of the database server.
extension FaultMaker {
  func killDatabase() async throws -> Deed {
    try await stage.databases.primary.kill()
    try await stage.databases.primary.restart()
    return Deed("killed", undone: "started again")
  }

  mutating func freezeDatabase() async throws -> Deed {
    let postgres = stage.databases.primary
    try await postgres.pause()
    let length = await pause()
    try await postgres.resume()
    return Deed("stood still for \(length)", undone: "it goes on")
  }

  func endSessions() async throws -> Deed {
    let ended = try await stage.databases.primary.psql(
      """
      select count(pg_terminate_backend(pid)) from pg_stat_activity
      where datname = '\(stage.installation.name)' and pid <> pg_backend_pid()
      """
    )
    return Deed("\(ended) sessions ended", undone: "whoever had one opens another")
  }

  /// The database dies for good amid work, its standby takes over, and the dead one comes back as the standby of that.
  mutating func failOver(say: @Sendable (String) -> Void) async throws -> Deed {
    let switching = Switching(stage)
    let standing = try await switching.begin()
    try await answers(3)
    let (failover, lost) = try await switching.failOver(from: standing)
    failovers.append(failover)
    found += lost
    say(failover.text)
    return Deed("the primary died, and its standby took over", undone: "the former primary is the standby")
  }

  mutating func takeBackup() async throws -> Deed {
    let number = (backup?.number ?? 0) + 1
    backup = try await Backup.take(of: stage.installation, stage.databases.primary, number: number)
    return Deed("backup \(number) taken", undone: "nothing to undo")
  }

  /// As an operator does it: no instance runs meanwhile.
  func restore() async throws -> Deed {
    guard let backup else { throw ChaosFailure("there is no backup") }
    // Something that it takes back.
    try await answers(5)
    for number in 0..<stage.instanceCount { stage.instance(number).end() }
    try await backup.restore(to: stage.installation, stage.databases.primary)
    for number in 0..<stage.instanceCount { try stage.startInstance(number) }
    return Deed(
      "put back as of backup \(backup.number)",
      undone: "in a new epoch, in which partners send again what it undid"
    )
  }
}

import CaseCore
import Development
import LocalServices
import StrictJSON

/// The death of the primary amid work, and what was kept of what partners had been told.
struct Switching {
  /// A command that a partner was told was carried out.
  struct Accepted: Hashable {
    let organisation: String
    /// By its id for the partner.
    let subject: String
    let revision: Int64
  }

  private let stage: ChaosStage

  init(_ stage: ChaosStage) { self.stage = stage }

  /// From now on nothing is confirmed that the standby does not have.
  /// - Returns: what partners think was carried out and a restore undid, of which they have not heard yet.
  func begin() async throws -> Set<Accepted> {
    let primary = stage.databases.primary
    try await primary.requireStandby()
    try await wait(for: "a synchronous standby") { try await primary.hasStandby }
    return await accepted().subtracting(try await inJournal())
  }

  /// Kills the primary, and has the other one take over and the dead one follow it.
  /// - Parameter undone: as of ``begin()``.
  /// - Returns: also what was lost, a sentence each.
  func failOver(from undone: Set<Accepted>) async throws -> (Failover, lost: [String]) {
    let (databases, clock) = (stage.databases, ContinuousClock())
    let dead = databases.primary
    try await dead.kill()
    let moment = clock.now
    // Before anybody hears of another epoch: with it partners forget the answers that the new primary knows nothing of.
    let accepted = await accepted().subtracting(undone)
    try await databases.promote()
    var failover = Failover()
    failover.secondsUntilPromoted = (clock.now - moment) / .seconds(1)
    let entries = try await entries()
    try await wait(for: "a command at the new primary") { try await self.entries() > entries }
    failover.secondsUntilCarriedOut = (clock.now - moment) / .seconds(1)
    let lost = accepted.subtracting(try await inJournal())
    (failover.accepted, failover.kept) = (accepted.count, accepted.count - lost.count)
    let again = clock.now
    let primary = databases.primary
    try await dead.rejoin(primary)
    try await primary.requireStandby()
    try await wait(for: "the former primary as standby") { try await primary.hasStandby }
    failover.secondsUntilRejoined = (clock.now - again) / .seconds(1)
    return (
      failover,
      lost.map { "\($0.organisation): \($0.subject) revision \($0.revision) was lost in a failover" }.sorted()
    )
  }

  private func accepted() async -> Set<Accepted> {
    var accepted: Set<Accepted> = []
    for partner in stage.partners {
      let memory = await partner.memory
      for command in memory.commands {
        guard let outcome = command.outcome(memory.numbers), outcome.isCarriedOut,
          let subject = outcome.content["id"]?.string, let revision = outcome.content["revisie"]?.integer
        else { continue }
        accepted.insert(Accepted(organisation: memory.organisation, subject: subject, revision: revision))
      }
    }
    return accepted
  }

  private func inJournal() async throws -> Set<Accepted> {
    let rows = try await stage.rows(
      """
      select organisation, alias, revision from journal join case_party using (case_id, organisation)
      where kind = 'command'
      """
    )
    return Set(rows.map { Accepted(organisation: $0[0], subject: $0[1], revision: Int64($0[2]) ?? 0) })
  }

  private func entries() async throws -> Int {
    let rows = try await stage.rows("select count(*) from journal")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }
}

import CaseCore
import Development
import Foundation
import LocalServices
import StrictJSON

/// The death of the primary amid work, and what was kept of what partners had been told.
struct Switching {
  /// The event that told a partner that its command was carried out. It is written in the transaction that did so, with an id of its own:
  /// carried out once more after it was lost, the command would have another.
  struct Accepted: Hashable {
    let organisation: String
    let event: String
    let command: String
  }

  private let stage: ChaosStage

  init(_ stage: ChaosStage) { self.stage = stage }

  /// From now on nothing is confirmed that the standby does not have.
  /// - Returns: what partners think was carried out and a restore undid, of which they have not heard yet.
  func begin() async throws -> Set<Accepted> {
    let primary = stage.databases.primary
    try await primary.requireStandby()
    try await wait(for: "a synchronous standby") { try await primary.hasStandby }
    return try await missing(await accepted())
  }

  /// Kills the primary, and has the other one take over and the dead one follow it.
  /// - Parameter undone: as of ``begin()``.
  /// - Returns: also what was lost, a sentence each.
  func failOver(from undone: Set<Accepted>) async throws -> (Failover, lost: [String]) {
    let (databases, clock) = (stage.databases, ContinuousClock())
    let dead = databases.primary
    try await dead.kill()
    let moment = clock.now
    try await stage.networks.database.set(isOpen: false, to: dead.port)
    // Before anybody hears of another epoch: with it partners forget the answers that the new primary knows nothing of.
    let accepted = await accepted().subtracting(undone)
    try await databases.promote()
    var failover = Failover()
    failover.secondsUntilPromoted = (clock.now - moment) / .seconds(1)
    let entries = try await entries()
    try await wait(for: "a command at the new primary") { try await self.entries() > entries }
    failover.secondsUntilCarriedOut = (clock.now - moment) / .seconds(1)
    let lost = try await missing(accepted)
    // Each command is sent three times, and each time answered.
    failover.accepted = Set(accepted.map(\.command)).count
    failover.kept = Set(accepted.subtracting(lost).map(\.command)).count
    let again = clock.now
    let primary = databases.primary
    try await dead.rejoin(primary)
    try await stage.networks.database.set(isOpen: true, to: dead.port)
    try await primary.requireStandby()
    try await wait(for: "the former primary as standby") { try await primary.hasStandby }
    failover.secondsUntilRejoined = (clock.now - again) / .seconds(1)
    return (
      failover,
      lost.map { "\($0.organisation): command \($0.command) was lost in a failover, and its answer \($0.event)" }
        .sorted()
    )
  }

  private func accepted() async -> Set<Accepted> {
    var accepted: Set<Accepted> = []
    for partner in stage.partners {
      let memory = await partner.memory
      for command in memory.commands {
        for (event, answer) in command.answers where answer.isCarriedOut && memory.numbers.holds(answer.place) {
          accepted.insert(
            Accepted(organisation: memory.organisation, event: event, command: command.id.uuidString.lowercased())
          )
        }
      }
    }
    return accepted
  }

  /// Those that the database does not have.
  private func missing(_ accepted: Set<Accepted>) async throws -> Set<Accepted> {
    let rows = try await stage.rows("select event_id from outbox where causation is not null")
    let events = Set(rows.map { $0[0] })
    return accepted.filter { !events.contains($0.event) }
  }

  private func entries() async throws -> Int {
    let rows = try await stage.rows("select count(*) from journal")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }
}

import CaseDoor
import Foundation
import LocalServices

/// The parts of a round: the same work by the door and by pgbench, one after the other, each counted in its own database
/// of the same server.
struct CommandRounds {
  static let connections = 8
  /// More commands than connections: what callers that wait in line cost, or bring.
  static let crowd = 32
  static let door = "door"
  static let crowdedDoor = "door, \(crowd) at once"
  static let plain = "pgbench"
  static let pipelined = "pgbench, pipelined"
  static let columns = [door, plain, crowdedDoor, pipelined]

  /// Seconds before and after the window in which is counted.
  private static let lead = 1
  private static let trail = 1

  let store: CommandStore
  let door: CommandDoor
  let cases: [UUID]
  let pgbench: PgbenchLoad
  let seconds: Int

  func measure(_ column: String) async throws -> JournalCount.Outcome {
    let count = try await JournalCount(column == Self.door || column == Self.crowdedDoor ? store : pgbench.store)
    let whole = Self.lead + seconds + Self.trail
    switch column {
    case Self.door: try await load(inFlight: Self.connections, seconds: whole)
    case Self.crowdedDoor: try await load(inFlight: Self.crowd, seconds: whole)
    case Self.plain: try await pgbench.run(PgbenchScript.plain, clients: Self.connections, seconds: whole)
    default: try await pgbench.run(PgbenchScript.pipelined, clients: Self.connections, seconds: whole)
    }
    return try await count.outcome(lead: Self.lead, seconds: seconds)
  }

  private func load(inFlight: Int, seconds: Int) async throws {
    try await DoorLoad(door: door, inFlight: inFlight).run(on: cases, until: .now + .seconds(seconds))
  }
}

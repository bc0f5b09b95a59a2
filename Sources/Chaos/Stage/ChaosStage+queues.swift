import CaseCore
import Development
import LocalServices

/// What is done to partners on the broker.
extension ChaosStage {
  /// The broker hangs up, on all connections of a partner.
  func closeConnections(of partner: ModelPartner) async throws {
    do {
      try await services.broker.manage("DELETE", "/api/connections/username/\(partner.link.user)")
    } catch {
      // It has none at this moment.
      guard error.status == 404 else { throw error }
    }
  }

  /// Empties the queue of a partner, once there is something in it.
  func purge(_ partner: ModelPartner) async throws {
    await partner.leave()
    let before = try await confirmed(partner)
    try await wait(for: "events in the queue of \(partner.name)") { try await confirmed(partner) >= before + 3 }
    let queue = "/api/queues/\(installation.name)/\(partner.link.queue)/contents"
    try await services.broker.manage("DELETE", queue)
    await partner.comeBack()
  }

  /// How many events have a number and are not confirmed by the broker.
  func waitingEvents() async throws -> Int {
    let rows = try await rows("select coalesce(sum(last_sequence - confirmed_sequence), 0) from recipient")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }

  /// How many events of a partner the broker has confirmed.
  private func confirmed(_ partner: ModelPartner) async throws -> Int {
    let number = partner.organisation.number
    let rows = try await rows("select confirmed_sequence from recipient where organisation = '\(number)'")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }
}

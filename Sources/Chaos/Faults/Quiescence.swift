import CaseCore
import Development
import LocalServices
import StrictJSON

/// Waits until every partner is answered, has every event and has read every case.
struct Quiescence {
  private static let limit = Duration.seconds(300)
  /// After so long without any answer that stays, people decide anew.
  private static let patience = Duration.seconds(10)

  let stage: ChaosStage

  /// First with everybody asking how far it was told, so that what is lost at the end is found; then until all of that is answered.
  func wait() async throws {
    try await settle(for: .zero, readsQueues: false)
    for partner in stage.partners { await partner.rest() }
    // The broker tells every five seconds how many messages its queues have: a copy of a command may still lie there.
    try await settle(for: .seconds(6), readsQueues: true)
  }

  /// - Parameter length: for so long all has to be quiet.
  private func settle(for length: Duration, readsQueues: Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + Self.limit
    var (answered, since) = (stage.progress.value, clock.now)
    var quietSince: ContinuousClock.Instant?
    while true {
      let waits = try await waits() + (readsQueues ? commandsInQueues() : [])
      quietSince = waits.isEmpty ? quietSince ?? clock.now : nil
      if let quietSince, clock.now - quietSince >= length { return }
      guard clock.now < end else {
        throw ChaosFailure("not quiet after \(Self.limit): " + waits.joined(separator: "; "))
      }
      if stage.progress.value > answered { (answered, since) = (stage.progress.value, clock.now) }
      if clock.now - since > Self.patience, await areOnlyPassing() {
        for partner in stage.partners { await partner.giveUp() }
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private func commandsInQueues() async throws -> [String] {
    let path = "/api/queues/\(stage.installation.name)?columns=name,messages"
    let told = try await stage.services.broker.manage("GET", path)
    let queues: [JSON]
    do { queues = try JSONReader.read(Array(told.utf8), within: .ofAnswers).items ?? [] } catch {
      // For some seconds after a queue has other members, RabbitMQ says some things of it twice.
      return ["the broker's list of queues"]
    }
    return queues.compactMap { queue in
      guard let name = queue["name"]?.string, name.hasPrefix("opdrachten.") else { return nil }
      // One that the broker says nothing of may have some.
      return queue["messages"]?.integer == 0 ? nil : "commands in \(name)"
    }
  }

  private func areOnlyPassing() async -> Bool {
    for partner in stage.partners {
      let standing = await partner.standing
      guard standing.waits.isEmpty || standing.isOnlyPassing else { return false }
    }
    return true
  }

  private func waits() async throws -> [String] {
    var waits: [String] = []
    for partner in stage.partners {
      let standing = await partner.standing
      waits += standing.waits.map { "\(partner.name): \($0)" }
      let told = try await told(partner.organisation.number)
      if told.unnumbered > 0 || told.confirmed < told.last || told.last > standing.last {
        waits.append("\(partner.name): knows of \(standing.last), of \(told.last) events and \(told.unnumbered) more")
      }
    }
    return waits
  }

  private func told(_ organisation: String) async throws -> (last: Int64, confirmed: Int64, unnumbered: Int) {
    let rows = try await stage.rows(
      """
      select last_sequence, confirmed_sequence,
        (select count(*) from outbox where outbox.organisation = recipient.organisation and sequence is null)
      from recipient where organisation = '\(organisation)'
      """
    )
    guard let row = rows.first else { throw ChaosFailure("no recipient \(organisation)") }
    return (Int64(row[0]) ?? 0, Int64(row[1]) ?? 0, Int(row[2]) ?? 0)
  }
}

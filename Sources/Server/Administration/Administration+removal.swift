import AMQP
import CaseCore
import Logging
import Messaging
import Outbox
import PartnerAdministration
import StoreBase
import WorkflowFiles

/// The end of a partner.
extension Administration {
  /// What stands in the way of removing an organisation.
  public enum RemovalObstacle: Hashable, Sendable, CaseIterable {
    /// It may read something of cases that have not ended.
    case cases
    /// It was not told everything, or has not read it, or commands of it wait.
    case messages
  }

  /// Removes an organisation, from the directory and the broker. It is looked at twice: as it is, so that what stands in the way is told
  /// without shutting it out; and when it is shut out, so that nothing comes or goes between the check and the end.
  /// - Parameter allowed: what does not keep it from that.
  /// - Returns: whether it took part; `false` for one that was removed before.
  /// - Throws: ``SettingsError`` with everything that stands in the way, and then nothing has changed.
  public func remove(
    _ number: String,
    by whom: String,
    reason: String,
    despite allowed: Set<RemovalObstacle>
  ) async throws -> Bool {
    try await requireNoMerger(of: number)
    let store = OrganisationStore(pool)
    if let known = try await store.find(number) {
      try await requireAdministratorsLeft(without: number)
      if !allowed.isEmpty { try requireApprovalIsNotNeeded(for: "remove") }
      try await checkRemoval(of: known, despite: allowed, isShutOut: false)
    } else {
      guard try await knows(number) else { throw Self.noOrganisation(number) }
    }
    return try await registration().remove(number, by: whom, reason: reason) { known in
      try await checkRemoval(of: known, despite: allowed, isShutOut: true)
    }
  }

  /// Removes it on an approval, which says what does not keep it from that.
  func remove(_ change: RightsChange, _ content: RightsEntry.Content, on approval: Approval) async throws {
    let number = change.organisation
    let allowed = Set<RemovalObstacle>(
      (change.despiteCases ? [.cases] : []) + (change.despiteMessages ? [.messages] : [])
    )
    try await requireNoMerger(of: number)
    guard let known = try await OrganisationStore(pool).find(number) else { throw Self.noOrganisation(number) }
    try await requireAdministratorsLeft(without: number)
    try await checkRemoval(of: known, despite: allowed, isShutOut: false)
    let registration = try registration(on: approval)
    try await registration.remove(number, by: content.subject, reason: content.reason) { known in
      try await checkRemoval(of: known, despite: allowed, isShutOut: true)
    }
  }

  private func checkRemoval(
    of known: OrganisationStore.Registered,
    despite allowed: Set<RemovalObstacle>,
    isShutOut: Bool
  ) async throws {
    var faults: [String] = []
    if !allowed.contains(.cases) { faults += try await runningCases(of: known.organisation.number) }
    if !allowed.contains(.messages) { faults += try await leftMessages(of: known, isShutOut: isShutOut) }
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
  }

  private func runningCases(of number: String) async throws -> [String] {
    let store = WorkflowStore(pool)
    let versions = try await store.all()
    let running = try await store.cases(readBy: number).filter { cases in
      let version = versions.first { $0.workflow == cases.workflow && $0.version == cases.version }
      // A version that cannot be read has no states that end a case: then none has ended.
      let file = version.flatMap { try? WorkflowFile.load($0.source, name: $0.version) }
      return file?.finalStates.contains(cases.state) != true
    }
    let count = running.reduce(0) { $0 + $1.count }
    return count == 0 ? [] : ["it takes part in \(count) cases that have not ended (--despite-cases)"]
  }

  private func leftMessages(of known: OrganisationStore.Registered, isShutOut: Bool) async throws -> [String] {
    let left = try await onBroker { queues in
      var left = try await leftWork(of: known)
      for queue in [known.queue, known.formerQueue].compactMap(\.self) {
        left += try await queues.ofEvents(in: queue, isShutOut: isShutOut)
      }
      if let queue = known.commands { left += try await queues.ofCommands(in: queue, isShutOut: isShutOut) }
      return left
    }
    return left.map { "\($0) (--despite-messages)" }
  }

  /// What the service has to do still for one that is shut out, in words: commands to carry out, events to send.
  func leftToDo(of known: OrganisationStore.Registered, isCommanding: Bool) async throws -> [String] {
    try await onBroker { queues in
      var left: [String] = []
      if isCommanding, let queue = known.commands { left += try await queues.ofCommands(in: queue, isShutOut: true) }
      // Commands that were carried out meanwhile were answered.
      return left + (try await leftWork(of: known))
    }
  }

  private func leftWork(of known: OrganisationStore.Registered) async throws -> [String] {
    let number = known.organisation.number
    var left: [String] = []
    let waiting = try await RelayStore(pool).statistics().first { $0.organisation == number }?.waiting ?? 0
    if waiting > 0 { left.append("\(waiting) events were not sent to it yet") }
    if let wait = try await InboxStandingStore(pool).waits().first(where: { $0.organisation == number }) {
      left.append("commands of \(wait.lanes) cases wait")
    }
    return left
  }

  private func onBroker(_ body: (LeftMessages) async throws -> [String]) async throws -> [String] {
    let connection = AMQPConnection(try settings.amqp(), logger: Logs.logger(level: "error"))
    do {
      let queues = LeftMessages(broker: connection, administration: try settings.brokerAdministration())
      let left = try await body(queues)
      await connection.close()
      return left
    } catch {
      await connection.close()
      throw error
    }
  }
}

public import CaseCore
import Messaging
import Outbox
import PartnerAdministration
public import StoreBase
import WorkflowFiles

/// What is changed of a partner that there is.
extension Administration {
  /// What is to be another; `nil` for what stays.
  public struct PartnerChange: Sendable {
    public var name: String?
    public var region: String?
    /// In the place of those that it has.
    public var roles: Set<String>?

    public init(name: String? = nil, region: String? = nil, roles: Set<String>? = nil) {
      (self.name, self.region, self.roles) = (name, region, roles)
    }

    var isEmpty: Bool { name == nil && region == nil && roles == nil }
  }

  /// Changes what the directory says of an organisation. Nothing changes on the broker.
  /// - Throws: ``SettingsError`` with all that is wrong, and then nothing has changed.
  public func change(
    _ number: String,
    _ change: PartnerChange,
    _ account: Account = Account()
  ) async throws -> Organisation {
    let known = try await OrganisationStore(pool).find(number)
    // Where there is none, what is asked is looked at all the same.
    var wanted = known?.organisation ?? Organisation(number: number, name: "-", region: "-", roles: [])
    wanted.name = change.name ?? wanted.name
    wanted.region = change.region ?? wanted.region
    wanted.roles = change.roles ?? wanted.roles
    var faults = try await faults(of: wanted)
    if known == nil, Self.numberFault(number) == nil { faults.append("no organisation has the number \(number)") }
    let isSame = wanted.composed == known?.organisation
    if change.isEmpty || faults.isEmpty && isSame { faults.append("there is nothing to change") }
    guard faults.isEmpty, let known else { throw SettingsError(faults: faults) }
    try await requireNoGain(wanted.composed, account)
    try await OrganisationStore(pool, keyring: settings.keyring())
      .register(wanted.composed, queue: known.queue, commands: known.commands)
    return wanted.composed
  }

  /// Gives an organisation another broker user beside the one that it has.
  /// - Throws: ``Messaging/PartnerRegistration/RotationFault``, or what broker and database say.
  public func rotate(_ number: String) async throws -> PartnerAccess {
    let broker = try settings.partnerBroker()
    let access = try await registration().rotate(number)
    return PartnerAccess(number, of: settings.service.oin, at: broker, access, password: access.password)
  }

  /// Shuts the former user of an organisation out.
  /// - Returns: its name.
  public func finishRotation(_ number: String, _ account: Account = Account()) async throws -> String {
    let user = try await registration().finishRotation(number)
    try await record(RightsChange(.endUser, of: number), account)
    return user
  }

  /// What stands in the way of removing an organisation.
  public enum RemovalObstacle: Hashable, Sendable, CaseIterable {
    /// It may read something of cases that have not ended.
    case cases
    /// It was not told everything, or has not read it, or commands of it wait.
    case messages
  }

  /// Removes an organisation, from the directory and the broker.
  /// - Parameter despite: what does not keep it from that.
  /// - Returns: whether it took part; `false` for one that was removed before.
  /// - Throws: ``SettingsError`` with everything that stands in the way, and then nothing has changed.
  public func remove(
    _ number: String,
    by whom: String,
    reason: String,
    despite allowed: Set<RemovalObstacle>
  ) async throws -> Bool {
    let store = OrganisationStore(pool)
    if try await store.find(number) != nil {
      try await requireAdministratorsLeft(without: number)
      if !allowed.isEmpty { try requireApprovalIsNotNeeded(for: "remove") }
      try await requireRemovable(number, despite: allowed)
    } else {
      let isKnown = try await store.removed().contains { $0.organisation.number == number }
      guard isKnown else { throw Self.unknown(number) }
    }
    return try await registration().remove(number, by: whom, reason: reason)
  }

  /// - Throws: ``SettingsError`` with everything that stands in the way.
  func requireRemovable(_ number: String, despite allowed: Set<RemovalObstacle>) async throws {
    guard let known = try await OrganisationStore(pool).find(number) else { throw Self.unknown(number) }
    var faults: [String] = []
    if !allowed.contains(.cases) { faults += try await runningCases(of: number) }
    if !allowed.contains(.messages) { faults += try await leftMessages(of: known) }
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

  private func leftMessages(of known: OrganisationStore.Registered) async throws -> [String] {
    let number = known.organisation.number
    var left: [String] = []
    let waiting = try await RelayStore(pool).statistics().first { $0.organisation == number }?.waiting ?? 0
    if waiting > 0 { left.append("\(waiting) events were not sent to it yet") }
    let broker = try settings.brokerAdministration()
    for (queue, what) in [(known.queue, "events"), (known.formerQueue, "events"), (known.commands, "commands")] {
      guard let queue, let count = try await broker.depth(of: queue)?.messages, count > 0 else { continue }
      left.append("\(count) \(what) are in its queue \(queue)")
    }
    return left.map { "\($0) (--despite-messages)" }
  }

  /// Those that were removed, with who did it and why.
  public func removedOrganisations() async throws -> [RemovedPartner] {
    let store = OrganisationStore(pool, keyring: try settings.keyring())
    var removed: [RemovedPartner] = []
    for each in try await store.removed() {
      let number = each.organisation.number
      guard let account = try await store.removal(of: number) else { continue }
      removed.append(RemovedPartner(record: each, by: account.by, reason: account.reason))
    }
    return removed
  }
}

/// An organisation that takes no part any more.
public struct RemovedPartner: Sendable {
  public let record: OrganisationStore.Removed
  public let by: String
  public let reason: String
}

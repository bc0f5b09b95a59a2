public import CaseCore
public import Messaging
import PartnerAdministration
public import StoreBase

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
    let store = OrganisationStore(pool, keyring: try settings.keyring())
    return try await store.exclusively(number) {
      let known = try await store.find(number)
      // Where there is none, what is asked is looked at all the same.
      var wanted = known?.organisation ?? Organisation(number: number, name: "-", region: "-", roles: [])
      wanted.name = change.name ?? wanted.name
      wanted.region = change.region ?? wanted.region
      wanted.roles = change.roles ?? wanted.roles
      var faults = try await faults(of: wanted)
      if known == nil, Self.numberFault(number) == nil { faults.append(Self.unknown(number)) }
      let isSame = wanted.composed == known?.organisation
      if change.isEmpty || faults.isEmpty && isSame { faults.append("there is nothing to change") }
      guard faults.isEmpty, let known else { throw SettingsError(faults: faults) }
      try await requireNoGain(wanted.composed, account)
      guard try await store.change(wanted.composed, queue: known.queue, commands: known.commands) else {
        throw SettingsError(faults: [Self.unknown(number)])
      }
      return wanted.composed
    }
  }

  /// Gives an organisation another broker user beside the one that it has.
  /// - Parameter kind: how it logs in; `nil` for as the one that it has.
  /// - Throws: ``Messaging/PartnerRegistration/RotationFault``, ``SettingsError``, or what broker and database say.
  public func rotate(_ number: String, to kind: PartnerLogin.Kind? = nil) async throws -> PartnerAccess {
    let broker = try settings.partnerBroker()
    if kind == .certificate { try Self.requireTLS(broker) }
    let access = try await registration().rotate(number, to: kind)
    return PartnerAccess(number, of: settings.service.oin, at: broker, access, password: access.password)
  }

  /// Shuts the former user of an organisation out.
  /// - Returns: its name.
  public func finishRotation(_ number: String, _ account: Account = Account()) async throws -> String {
    let user = try await registration().finishRotation(number)
    try await record(RightsChange(.endUser, of: number), account)
    return user
  }

  /// Whether there is such an organisation, or was one that was removed.
  public func knows(_ number: String) async throws -> Bool {
    let store = OrganisationStore(pool)
    if try await store.find(number) != nil { return true }
    return try await store.removed().contains { $0.organisation.number == number }
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

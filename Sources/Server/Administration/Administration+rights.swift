public import CaseCore
import Foundation
import Messaging
public import PartnerAdministration
import StoreBase

/// Four eyes for what gives an organisation rights. Two people with a token approve it, over REST; here it is carried out, by whoever
/// has the password of the broker. What takes rights away is done at once, and is on record; whom one person shut out, a second one confirms.
extension Administration {
  var rights: RightsLedger { get throws { RightsLedger(pool, keyring: try settings.keyring()) } }

  /// What became of a proposal that was carried out.
  public enum CarriedOut: Sendable {
    /// It was entered anew: what its client needs, with its password.
    case entered(PartnerAccess)
    case changed(Organisation)
    case keys(added: Int, ended: Int)
    case resumed(String)
    case removed(String)
    case condition(String, of: String, until: CivilDate)
    case mandate(Mandate)
  }

  /// Carries out a proposal that another than its maker approved: once, within ``RightsProposal/validDays`` days, and only while its plan
  /// is the one that was approved. Broken off before the directory has it, it can be done again.
  /// - Parameter isByCertificate: whether the broker user of one that is entered logs in by certificate, and has no password.
  /// - Throws: ``CaseCore/RightsRefusal``; ``SettingsError`` with what stands in the way; what broker and database say.
  public func carryOut(
    _ number: Int64,
    _ kind: RightsChange.Kind,
    isByCertificate: Bool = false
  ) async throws -> CarriedOut {
    let (change, approval) = try await rights.approved(number, kind)
    let organisation = change.organisation
    switch change.kind {
    case .enter: return try await enter(change, on: approval, isByCertificate ? .certificate : .kept)
    case .keys:
      guard let keys = change.publicKeys else { throw StoreError.corrupt("keys of proposal \(number)") }
      let store = PartnerKeyStore(pool, keyring: try settings.keyring())
      let counts = try await OrganisationStore(pool).exclusively(organisation) {
        try await store.register(keys, of: organisation, on: approval)
      }
      return .keys(added: counts.added, ended: counts.ended)
    case .resume:
      // What it may do on the broker is made after it is let in; when that breaks off, `partner check --repair` makes it.
      guard try await registration(on: approval).resume(organisation) else { throw Self.noOrganisation(organisation) }
      return .resumed(organisation)
    case .remove:
      try await remove(change, rights.proposal(number).proposed.content, on: approval)
      return .removed(organisation)
    case .condition:
      guard let condition = change.condition, let day = change.validUntil else {
        throw StoreError.corrupt("the condition of proposal \(number)")
      }
      let store = OrganisationStore(pool, keyring: try settings.keyring(), on: approval)
      guard try await store.meet(condition, until: day, by: organisation) else {
        throw Self.noOrganisation(organisation)
      }
      return .condition(condition, of: organisation, until: day)
    case .mandate: return .mandate(try await enterMandate(change, on: approval))
    case .merge, .suspend, .endUser, .endMandate, .publish, .upgrade, .keyring: throw RightsRefusal.otherKind(number)
    }
  }

  private func enter(
    _ change: RightsChange,
    on approval: Approval,
    _ login: PartnerLogin
  ) async throws -> CarriedOut {
    guard let organisation = change.entered else { throw StoreError.corrupt("an organisation that was approved") }
    try await requireNotMerged(organisation.number)
    // What is wrong with it is said before anything is made: a password is told once.
    let broker = try settings.partnerBroker()
    if case .certificate = login { try Self.requireTLS(broker) }
    guard let access = try await registration(on: approval).enterOrChange(organisation, login: login) else {
      return .changed(organisation)
    }
    return .entered(
      PartnerAccess(organisation.number, of: settings.service.oin, at: broker, access, password: access.password)
    )
  }

  /// Of each organisation, the conditions of taking part that it meets with the last day on which it does.
  public func conditions() async throws -> [String: [String: CivilDate]] {
    try await OrganisationStore(pool).conditions()
  }

  static func noOrganisation(_ number: String) -> SettingsError {
    SettingsError(faults: [numberFault(number) ?? unknown(number)])
  }

  // MARK: - At once

  /// Who does something at once, and why, for the record.
  public struct Account: Sendable {
    /// Who does it.
    public let by: String
    let reason: String

    /// - Parameter by: `nil` for the name under which they are logged in.
    public init(by: String? = nil, reason: String? = nil) {
      // A name of nothing is none.
      let login = NSUserName()
      self.by = by ?? (login.isEmpty ? "unknown" : login)
      self.reason = reason ?? ""
    }
  }

  /// - Returns: the number of the entry.
  @discardableResult
  func record(_ change: RightsChange, _ account: Account) async throws -> Int64 {
    try await rights.record(change, by: account.by, of: settings.service.oin, reason: account.reason)
  }

  /// Looks whether an organisation may be entered so without an approval: when it gains nothing by it, when it is the first one of
  /// administrators, or on an installation for trying out.
  /// - Throws: ``SettingsError`` that says what to do instead.
  func requireNoGain(_ organisation: Organisation, _ account: Account) async throws {
    guard settings.local == nil else { return }
    let known = try await rights.known(organisation.number)
    if known == organisation { return }
    try await requireAdministratorsLeft(without: organisation.number, unless: organisation.roles)
    guard Self.gains(organisation, from: known) else {
      try await record(.enter(organisation), account)
      return
    }
    guard try await rights.mayEnterFirst(organisation) else {
      throw Self.needsApproval(of: known == nil ? "add" : "change")
    }
    try await record(.enter(organisation), account)
  }

  /// What somebody wrote in the directory by hand is not made true by registering it again.
  func requireUndenied(_ number: String) async throws {
    guard try await OrganisationStore(pool).find(number) != nil, try await rights.known(number) == nil else { return }
    throw SettingsError(faults: [
      "organisation \(number) differs from what the journal of the directory says: see casusregie journal verify"
    ])
  }

  /// Without an administrator nobody could approve anything any more.
  func requireAdministratorsLeft(without number: String, unless roles: Set<String> = []) async throws {
    guard settings.local == nil, !roles.contains(AdministratorRole.general) else { return }
    let holders = try await organisations().map(\.organisation).filter { $0.roles.contains(AdministratorRole.general) }
    guard holders.map(\.number) == [number] else { return }
    throw SettingsError(faults: [
      "it is the last organisation with the role \(AdministratorRole.general), and then nobody could approve anything"
    ])
  }

  private static func gains(_ organisation: Organisation, from known: Organisation?) -> Bool {
    guard let known else { return true }
    return organisation.region != known.region || !organisation.roles.isSubset(of: known.roles)
  }

  /// Keys that end take something away; a new one lets somebody else speak for the organisation.
  func requireNoGain(_ keys: KeySet, of organisation: String) async throws {
    guard settings.local == nil else { return }
    let known = try await PartnerKeyStore(pool, keyring: settings.keyring()).keys(of: organisation)
    guard keys.keys.allSatisfy(known.contains) else { throw Self.needsApproval(of: "keys") }
    if keys.keys.count < known.count { try await record(.keys(keys.keys, of: organisation), Account()) }
  }

  func requireApprovalIsNotNeeded(for action: String) throws {
    guard settings.local == nil else { return }
    throw Self.needsApproval(of: action)
  }

  static func needsApproval(of action: String) -> SettingsError {
    SettingsError(faults: [
      "this gives rights, or loses data, so two administrators approve it first: partner propose \(action), then partner \(action) "
        + "--proposal with its number"
    ])
  }
}

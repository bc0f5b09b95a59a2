public import CaseCore
import DutchMessages
public import Messaging
import OrderedCollections
public import Outbox
public import PartnerAdministration
import StoreBase
import WorkflowFiles

extension Administration {
  /// All that is wrong with an organisation, its roles included: it reads every workflow for that. What its name or region
  /// breaks is in the words of the rule.
  public func faults(of organisation: Organisation) async throws -> [String] {
    var faults = organisation.faults.map(\.dutch)
    if let fault = Self.numberFault(organisation.number) { faults.append(fault) }
    let known = try await roles()
    for role in organisation.roles.sorted() where !known.contains(role) {
      let hint = Spelling.nearest(to: role, in: known).map { "did you mean «\($0)»?" }
      faults.append("no workflow knows the role «\(role)»: \(hint ?? "known are \(known.joined(separator: ", "))")")
    }
    return faults
  }

  /// What is wrong with the number of an organisation; `nil` when it can be one.
  static func numberFault(_ number: String) -> String? {
    guard number.utf8.count != 20 || !number.utf8.allSatisfy(\.isNumberByte) else { return nil }
    return "«\(number)» is no number of an organisation (OIN): 20 digits or capitals"
  }

  /// What the broker has of partners that it should not have, or has not and should.
  /// - Parameters:
  ///   - number: of one organisation; `nil` for all.
  ///   - repairs: first makes right what can be: it registers each again as it is known. A queue keeps the properties that it
  ///     was made with, and a policy is its maker's to change.
  public func checkPartners(_ number: String? = nil, repairs: Bool) async throws -> [PartnerCheck.Finding] {
    let check = PartnerCheck(
      broker: try settings.brokerAdministration(),
      keyring: try settings.keyring(),
      limits: settings.partnerLimits
    )
    func asked() async throws -> [OrganisationStore.Registered] {
      try await organisations().filter { number == nil || $0.organisation.number == number }
    }
    var findings: [PartnerCheck.Finding] = []
    for registered in try await asked() {
      let found = try await check.findings(registered)
      // What cannot be repaired is found again, and told.
      if repairs, !found.isEmpty { try await repair(registered.organisation.number) } else { findings += found }
    }
    guard repairs else { return findings }
    for registered in try await asked() { findings += try await check.findings(registered) }
    return findings
  }

  private func repair(_ organisation: String) async throws {
    // One that was removed since needs none.
    do {
      _ = try await registration().repair(organisation) { try await requireUndenied(organisation) }
    } catch let error as BrokerAdministrationError {
      // A queue of that name with other properties: the finding says so.
      guard error.kind == .conflict else { throw error }
    }
  }

  /// Shuts an organisation out of the broker. A second person confirms it afterwards, or two let it in again.
  /// - Returns: the number of the entry that has to be confirmed; `nil` when there is no such organisation.
  public func suspend(_ number: String, _ account: Account = Account()) async throws -> Int64? {
    guard try await registration().suspend(number) else { return nil }
    // The account comes after: whoever is to be shut out is out, whatever is wrong with the ledger.
    return try await record(RightsChange(.suspend, of: number), account)
  }

  /// Of each organisation that is shut out, whether a second person agreed; `nil` without the keyring, which that needs.
  public func suspensions() async throws -> [String: RightsLedger.Confirmation]? {
    let suspended = try await organisations().filter(\.isSuspended).map(\.organisation.number)
    // Whoever has no keyring lists organisations all the same.
    guard !suspended.isEmpty, let rights = try? rights else { return nil }
    do { return try await rights.confirmations(of: suspended) } catch StoreError.corrupt {
      // Of a ledger that cannot be trusted nothing is on record; `journal verify` says more.
      return Dictionary(suspended.map { ($0, .unrecorded) }) { first, _ in first }
    }
  }

  /// Puts on record which keys the keyring has now, by their names.
  /// - Returns: the number of the entry that has to be confirmed; `nil` when that is what was recorded last.
  public func recordKeyring(_ account: Account) async throws -> Int64? {
    try await rights.recordKeyring(by: account.by, of: settings.service.oin, reason: account.reason)
  }

  /// Makes what an organisation may on the broker that is not shut out. One that is, is let in again by ``carryOut(_:_:)``.
  /// - Returns: whether there is such an organisation.
  public func resume(_ number: String) async throws -> Bool {
    try await registration().resume(number) { known in
      if known.isSuspended { try requireApprovalIsNotNeeded(for: "resume") }
      try await requireUndenied(number)
    }
  }

  /// The keys in force of an organisation.
  public func keys(of organisation: String) async throws -> KeySet {
    KeySet(try await PartnerKeyStore(pool, keyring: settings.keyring()).keys(of: organisation))
  }

  /// The keys that messages for the service are encrypted for, and that its answers are signed by.
  public func serviceKeys() throws -> KeySet { KeySet(try MessageKeys(settings.keyring()).published) }

  /// Registers the keys of an organisation, and ends those that are not among them.
  /// - Returns: how many were added, and how many ended.
  public func register(_ keys: KeySet, of organisation: String) async throws -> (added: Int, ended: Int) {
    let (store, all) = (PartnerKeyStore(pool, keyring: try settings.keyring()), OrganisationStore(pool))
    return try await all.exclusively(organisation) {
      guard try await all.find(organisation) != nil else { throw SettingsError(faults: [Self.unknown(organisation)]) }
      try await requireNoGain(keys, of: organisation)
      return try await store.register(keys.keys, of: organisation)
    }
  }

  static func unknown(_ number: String) -> String { "no organisation has the number \(number)" }

  /// Messages that could not be read.
  public func deadLetters() throws -> DeadLetterStore { DeadLetterStore(pool, keyring: try settings.keyring()) }

  /// Begins an epoch of events by hand: after rows were restored into the same database cluster, which nothing shows.
  /// - Returns: its name.
  public func beginEpoch() async throws -> String { try await RelayStore(pool).beginEpoch() }

  /// Every role of a workflow that is published, or is about to be, and those of administrators; in order.
  private func roles() async throws -> [String] {
    let published = try await WorkflowStore(pool).all().compactMap { version in
      // A version that this program cannot read has no roles that it could compare with.
      try? WorkflowFile.load(version.source, name: version.version)
    }
    let folder = try Assembly.readWorkflows(in: settings.workflowsFolder).map(\.workflow)
    return Set((published + folder).flatMap(\.roles.keys) + AdministratorRole.all).sorted()
  }
}

extension UInt8 {
  fileprivate var isNumberByte: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}

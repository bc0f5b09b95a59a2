import CaseCore
import DeadlineAdministration
import Foundation
import JOSE
import Postgres
import StoreBase

extension RightsLedger {
  /// The change that a request comes to, with all that it does not name as it is now.
  /// - Parameter roles: all that there are; `nil` when nobody can tell.
  /// - Throws: ``RightsRefusal/invalid(_:)`` with everything that is wrong.
  func change(
    _ request: RightsRequest,
    roles: [String]?,
    on connection: isolated PostgresConnection
  ) throws -> RightsChange {
    if let change = try workflowChange(request.change, on: connection) { return change }
    let number = request.organisation
    let known = try OrganisationStore.known(number, isReplaced: request.enters, keyring: keyring, on: connection)
    var faults: [RightsFault] = []
    if number.utf8.count != 20 || !number.utf8.allSatisfy(Self.isInNumber) {
      faults.append(.number)
    } else if known == nil, !request.enters {
      faults.append(.unknown)
    }
    var change = RightsChange(.enter, of: number)
    switch request.change {
    case .enter(let name, let region, let wanted):
      change = .enter(Organisation(number: number, name: name, region: region, roles: Set(wanted)))
      faults += Self.faults(of: change, roles: roles)
    case .change(let name, let region, let wanted):
      // Where there is none, what is asked is looked at all the same.
      var organisation = known?.organisation ?? Organisation(number: number, name: "-", region: "-", roles: ["-"])
      organisation.name = name ?? organisation.name
      organisation.region = region ?? organisation.region
      organisation.roles = wanted.map(Set.init) ?? organisation.roles
      change = .enter(organisation)
      faults += Self.faults(of: change, roles: wanted == nil ? nil : roles)
    case .keys(let keys):
      change = .keys(keys, of: number)
      faults += Self.faults(of: keys)
    case .resume:
      change = RightsChange(.resume, of: number)
      if known?.isSuspended == false {
        faults.append(.notSuspended)
      }
    case .remove(let despiteCases, let despiteMessages):
      change = RightsChange(.remove, of: number)
      (change.despiteCases, change.despiteMessages) = (despiteCases, despiteMessages)
    case .merge(let successor):
      change = RightsChange(.merge, of: number)
      change.successor = successor
    case .condition(let condition, let day):
      change = .condition(condition, of: number, until: day)
    case .mandate(let mandate):
      change = .mandate(mandate, of: number)
      faults += try mandateFaults(change, known?.organisation, roles: roles, on: connection)
    case .publish, .upgrade: break
    }
    if faults.isEmpty, let fault = try noChange(change, known, on: connection) { faults.append(fault) }
    if let fault = try lastAdministrator(change, known, on: connection) { faults.append(fault) }
    faults += try mergerFaults(change, known, on: connection)
    guard faults.isEmpty else { throw RightsRefusal.invalid(faults) }
    return change
  }

  private func noChange(
    _ change: RightsChange,
    _ known: OrganisationStore.Known?,
    on connection: isolated PostgresConnection
  ) throws -> RightsFault? {
    let isSame =
      switch change.kind {
      case .enter: change.entered?.composed == known?.organisation
      case .keys:
        Set(change.publicKeys ?? [])
          == Set(try PartnerKeyStore(pool, keyring: keyring).keys(of: change.organisation, on: connection))
      case .condition: change.condition.flatMap { known?.conditions[$0] } == change.validUntil
      default: false
      }
    return isSame ? .noChange : nil
  }

  /// Without an administrator nobody could approve anything any more.
  private func lastAdministrator(
    _ change: RightsChange,
    _ known: OrganisationStore.Known?,
    on connection: isolated PostgresConnection
  ) throws -> RightsFault? {
    let role = AdministratorRole.general
    guard known?.organisation.roles.contains(role) == true, change.kind == .enter || change.kind == .remove,
      change.entered?.roles.contains(role) != true
    else { return nil }
    let others = try connection.query(
      """
      select from organisation
      where removed_at is null and \(role) = any (roles) and number <> \(change.organisation) limit 1
      """
    )
    return others.isEmpty
      ? .lastAdministrator(role: role)
      : nil
  }

  private static func faults(of change: RightsChange, roles: [String]?) -> [RightsFault] {
    guard let organisation = change.entered else { return [] }
    var faults = organisation.faults.map(RightsFault.text)
    if organisation.roles.isEmpty { faults.append(.noRole) }
    guard let roles else { return faults }
    for role in organisation.roles.sorted() where !roles.contains(role) {
      faults.append(.unknownRole(role, known: roles))
    }
    return faults
  }

  private static func faults(of keys: [ECPublicKey]) -> [RightsFault] {
    var faults: [RightsFault] = []
    for use in ECPublicKey.Use.allCases where !keys.contains(where: { $0.use == use }) {
      faults.append(.keyMissing(use: use.rawValue))
    }
    if Set(keys.map(\.name)).count < keys.count {
      faults.append(.keyTwice)
    }
    return faults
  }

  private static func isInNumber(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}

extension RightsRequest {
  fileprivate var enters: Bool { if case .enter = change { true } else { false } }
}

import CaseCore
import Foundation
import JOSE
import OrderedCollections
import Postgres
import StoreBase

extension RightsPlan {
  /// The plan as things are at a moment, without how far it reaches.
  /// - Throws: ``StoreBase/StoreError/corrupt(_:)`` when the directory or a key is not as it was recorded.
  static func make(
    _ change: RightsChange,
    keyring: Keyring,
    pool: PostgresPool,
    on connection: isolated PostgresConnection
  ) throws -> RightsPlan {
    if change.workflow != nil || change.kind == .keyring { return RightsPlan(change, before: nil, after: nil) }
    func facts(of number: String) throws -> Facts? {
      let isReplaced = change.kind == .enter
      let known = try OrganisationStore.known(number, isReplaced: isReplaced, keyring: keyring, on: connection)
      let keys = try PartnerKeyStore(pool, keyring: keyring).keys(of: number, on: connection)
      return known.map { Facts($0, keys, PartnerNames(of: number, keyring: keyring)) }
    }
    let number = change.organisation
    let names = PartnerNames(of: number, keyring: keyring)
    var plan = RightsPlan(change, known: try facts(of: number), handle: names)
    plan.agent = try change.mandate.flatMap { try facts(of: $0.agent) }
    plan.mandates = try change.mandate.map { mandate in
      let wanted = mandate.mandate(of: number, number: 0)
      return try OrganisationStore.mandates(on: connection).filter(wanted.meets).map(\.number)
    }
    plan.successor = try change.successor.flatMap { try facts(of: $0) }
    return plan
  }

  static func thumbprints(_ keys: [ECPublicKey]) -> [String: String] {
    Dictionary(keys.map { ("\($0.use.rawValue) \($0.name)", $0.thumbprint) }) { $1 }
  }

  /// What goes over to a successor.
  private mutating func measure(_ successor: String, on connection: isolated PostgresConnection) throws {
    let row = try connection.row(
      """
      select count(*), count(other.case_id),
        (select count(*) from acknowledgement
          where coalesce(successor, organisation) = \(change.organisation) and acknowledged_at is null and closed_at is null)
      from case_party known
      left join case_party other on other.case_id = known.case_id and other.organisation = \(successor)
      where known.organisation = \(change.organisation)
      """
    )
    (reach.known, reach.shared, reach.outstanding) = (try row[0], try row[1], try row[2])
  }

  /// The cases of a workflow, or of one version of it.
  private mutating func measure(_ workflow: WorkflowChange, on connection: isolated PostgresConnection) throws {
    let row = try connection.row(
      """
      select count(*) from case_file
      where workflow = \(workflow.workflow) and version = coalesce(\(workflow.from), version) and snapshot is not null
      """
    )
    reach.cases = try row[0]
  }

  /// In what the agent acts.
  private mutating func measure(_ mandate: MandateChange, _ workflows: [Workflow]) {
    for workflow in workflows where workflow.key == mandate.workflow {
      for name in mandate.roles {
        guard let role = workflow.roles[name] else { continue }
        reach.roles.append(
          Role(role: name, workflow: workflow.key, version: workflow.version, access: role.access.rawValue)
        )
      }
    }
  }

  /// The roles that ask for a condition.
  private func asking(_ condition: String, in workflows: [Workflow]) -> [String] {
    Set(workflows.flatMap { $0.roles.filter { $1.conditions.contains(condition) }.keys }).sorted()
  }

  /// How far it reaches.
  mutating func measure(_ workflows: [Workflow], on connection: isolated PostgresConnection) throws {
    if let workflow = change.workflow { return try measure(workflow, on: connection) }
    guard change.kind != .keyring else { return }
    let row = try connection.row(
      """
      select (select count(distinct case_id) from case_listing where organisation = \(change.organisation)),
        (select count(*) from case_file where region = \(after?.region) and snapshot is not null),
        (select count(*) from outbox join recipient using (organisation)
          where organisation = \(change.organisation) and (sequence is null or sequence > confirmed_sequence))
      """
    )
    (reach.cases, reach.regionCases, reach.waiting) = (try row[0], try row[1], try row[2])
    if let successor = change.successor { try measure(successor, on: connection) }
    if let mandate = change.mandate { return measure(mandate, workflows) }
    for role in newRoles.sorted() + (change.condition.map { asking($0, in: workflows) } ?? []) {
      for workflow in workflows {
        guard let access = workflow.roles[role]?.access,
          change.condition.map({ workflow.roles[role]?.conditions.contains($0) == true }) ?? true
        else { continue }
        reach.roles.append(
          Role(role: role, workflow: workflow.key, version: workflow.version, access: access.rawValue)
        )
      }
    }
  }
}

extension RightsPlan.Facts {
  fileprivate init(_ known: OrganisationStore.Known, _ keys: [ECPublicKey], _ names: PartnerNames) {
    self.init(
      name: known.organisation.name,
      region: known.organisation.region,
      roles: known.organisation.roles.sorted(),
      isSuspended: known.isSuspended,
      keys: RightsPlan.thumbprints(keys),
      users: known.users,
      reads: known.queues,
      writes: names.entrance,
      conditions: known.conditions.isEmpty ? nil : known.conditions.mapValues(\.description)
    )
  }
}

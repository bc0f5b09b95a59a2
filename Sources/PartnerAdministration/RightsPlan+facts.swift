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
    let number = change.organisation
    let names = PartnerNames(of: number, keyring: keyring)
    let isReplaced = change.kind == .enter
    let known = try OrganisationStore.known(number, isReplaced: isReplaced, keyring: keyring, on: connection)
    let keys = try PartnerKeyStore(pool, keyring: keyring).keys(of: number, on: connection)
    let facts = known.map { known in
      Facts(
        name: known.organisation.name,
        region: known.organisation.region,
        roles: known.organisation.roles.sorted(),
        isSuspended: known.isSuspended,
        keys: thumbprints(keys),
        users: known.users,
        reads: known.queues,
        writes: names.entrance
      )
    }
    return RightsPlan(change, known: facts, handle: names)
  }

  static func thumbprints(_ keys: [ECPublicKey]) -> [String: String] {
    Dictionary(keys.map { ("\($0.use.rawValue) \($0.name)", $0.thumbprint) }) { $1 }
  }

  /// How far it reaches.
  mutating func measure(_ workflows: [Workflow], on connection: isolated PostgresConnection) throws {
    let row = try connection.row(
      """
      select (select count(distinct case_id) from case_listing where organisation = \(change.organisation)),
        (select count(*) from case_file where region = \(after?.region) and snapshot is not null),
        (select count(*) from outbox join recipient using (organisation)
          where organisation = \(change.organisation) and (sequence is null or sequence > confirmed_sequence))
      """
    )
    (reach.cases, reach.regionCases, reach.waiting) = (try row[0], try row[1], try row[2])
    for role in newRoles.sorted() {
      for workflow in workflows {
        guard let access = workflow.roles[role]?.access else { continue }
        reach.roles.append(
          Role(role: role, workflow: workflow.key, version: workflow.version, access: access.rawValue)
        )
      }
    }
  }
}

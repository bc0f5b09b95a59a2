import CaseCore
import Postgres
import StoreBase

/// What is wrong with the successor of an organisation that is to be merged, and what gives any of the two another part in a merger.
extension RightsLedger {
  func mergerFaults(
    _ change: RightsChange,
    _ known: OrganisationStore.Known?,
    on connection: isolated PostgresConnection
  ) throws -> [RightsFault] {
    var faults: [RightsFault] = []
    for number in [change.organisation, change.successor, change.mandate?.agent].compactMap(\.self) {
      let rows = try connection.query("select successor from merger where former = \(number)")
      guard let successor = try rows.first.map({ try $0[0, as: String.self] }) else { continue }
      faults.append(.merged(number, into: successor))
    }
    guard change.kind == .merge, let number = change.successor else { return faults }
    if number == change.organisation {
      return faults + [.ownSuccessor]
    }
    guard let successor = try OrganisationStore.known(number, keyring: keyring, on: connection)?.organisation else {
      return faults + [.successorUnknown]
    }
    guard let former = known?.organisation else { return faults }
    if successor.region != former.region {
      faults.append(.successorInOtherRegion)
    }
    let missing = former.roles.subtracting(successor.roles).sorted()
    if !missing.isEmpty { faults.append(.successorLacks(missing)) }
    return faults
  }
}

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
    for number in [change.organisation, change.successor].compactMap(\.self) {
      let rows = try connection.query("select successor from merger where former = \(number)")
      guard let successor = try rows.first.map({ try $0[0, as: String.self] }) else { continue }
      faults.append(.init(.successor, "De organisatie \(number) is opgegaan, of gaat op, in \(successor)."))
    }
    guard change.kind == .merge, let number = change.successor else { return faults }
    if number == change.organisation {
      return faults + [.init(.successor, "Een organisatie gaat op in een andere, niet in zichzelf.")]
    }
    guard let successor = try OrganisationStore.known(number, keyring: keyring, on: connection)?.organisation else {
      return faults + [.init(.successor, "Er is geen organisatie met het nummer van de opvolger.")]
    }
    guard let former = known?.organisation else { return faults }
    if successor.region != former.region {
      faults.append(.init(.successor, "De opvolger werkt in een andere regio: wijzig eerst een van beide."))
    }
    let missing = former.roles.subtracting(successor.roles).sorted()
    if !missing.isEmpty {
      let roles = missing.joined(separator: ", ")
      faults.append(.init(.successor, "De opvolger heeft niet elke rol van de organisatie: geef hem eerst \(roles)."))
    }
    return faults
  }
}

import CaseCore
import Postgres
import StoreBase

/// What is wrong with a mandate that is proposed.
extension RightsLedger {
  /// - Parameters:
  ///   - principal: `nil` when it is not known, which is told already.
  ///   - roles: all that there are; `nil` when nobody can tell.
  func mandateFaults(
    _ change: RightsChange,
    _ principal: Organisation?,
    roles: [String]?,
    on connection: isolated PostgresConnection
  ) throws -> [RightsFault] {
    guard let mandate = change.mandate else { return [] }
    var faults: [RightsFault] = []
    if mandate.agent == change.organisation {
      faults.append(.ownAgent)
    } else if try OrganisationStore.known(mandate.agent, keyring: keyring, on: connection) == nil {
      faults.append(.agentUnknown)
    }
    if mandate.roles.isEmpty { faults.append(.noRole) }
    if let roles {
      faults += mandate.roles.filter { !roles.contains($0) }.map { .unknownRole($0, known: roles) }
    }
    let today = try Amsterdam.date(
      at: Instant(connection.row("select service_now()")[0, as: PostgresTimestamp.self])
    )
    if mandate.until < mandate.from || mandate.until < today { faults.append(.mandateOver) }
    if let principal {
      let missing = mandate.roles.filter { !principal.roles.contains($0) }
      if !missing.isEmpty { faults.append(.principalLacks(missing)) }
    }
    // Who acts must be one, whatever the case.
    let wanted = mandate.mandate(of: change.organisation, number: 0)
    for other in try OrganisationStore.mandates(on: connection) where other.meets(wanted) {
      faults.append(.mandateMeets(other.number))
    }
    return faults
  }
}

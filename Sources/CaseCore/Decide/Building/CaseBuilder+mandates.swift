import OrderedCollections

/// Who takes part in the place of another organisation, by a mandate. For a role of one principal there is either the principal in the case or
/// an organisation that acts for it, never both: they would be two where the workflow asks two.
extension CaseBuilder {
  /// Admits an organisation; where another one acts for it in a role, that one comes in its place.
  mutating func admitForWhomActs(_ organisation: String, in roles: Set<String>, history: Bool) {
    let principal = decider.directory.present(organisation)
    var own = roles
    for role in roles.sorted() {
      guard let mandate = mandate(of: principal, in: role) else { continue }
      own.remove(role)
      let representation = Representation(role: role, principal: principal, mandate: mandate.number)
      admit(mandate.agent, in: [role], history: history, for: representation)
    }
    if !own.isEmpty {
      endRepresentations(of: principal, in: own)
      admit(principal, in: own, history: history)
    }
  }

  /// By which another organisation takes part in its place; `nil` while it has the role in the case itself.
  func mandate(of principal: String, in role: String) -> Mandate? {
    guard workflow.roles[role]?.isMandated == true, instance.party(principal)?.ownRoles.contains(role) != true else {
      return nil
    }
    return decider.directory.mandate(of: principal, in: role, of: workflow.key)
  }

  /// For whom a party has which roles, when it is given some. What it has of its own it does not have for another as well, or it would lose
  /// that with the mandate. What it had for another is its own once it is given it and the directory grants it.
  func representing(
    _ representation: Representation?,
    as roles: Set<String>,
    _ organisation: String
  ) -> [Representation] {
    let present = instance.party(organisation)
    let former = present?.onBehalfOf ?? []
    guard let representation else {
      let granted = roles.intersection(decider.directory.organisations[organisation]?.roles ?? [])
      return former.filter { !granted.contains($0.role) }
    }
    if former.contains(representation) { return former }
    if let present, present.ownRoles.contains(representation.role) { return former }
    return former.filter { $0.role != representation.role || $0.principal != representation.principal }
      + [representation]
  }

  /// Nobody acts for the organisation in the case any more.
  /// - Parameter roles: in these roles; `nil` for all.
  mutating func endRepresentations(of principal: String, in roles: Set<String>? = nil) {
    for party in instance.root.parties where party.until == nil {
      let rest = party.onBehalfOf.filter { $0.principal != principal || !(roles?.contains($0.role) ?? true) }
      guard rest != party.onBehalfOf else { continue }
      let gone = Set(party.onBehalfOf.map(\.role)).subtracting(rest.map(\.role))
      if !gone.isEmpty { change(.left(organisation: party.organisation, roles: gone, revision: revision)) }
      // It has the same role for another one too.
      if var kept = instance.party(party.organisation), kept.onBehalfOf != rest {
        kept.onBehalfOf = rest
        change(.joined(kept))
      }
    }
  }
}

import OrderedCollections

/// The organisations that take part, as they are at the moment of a decision.
public struct Directory: Hashable, Sendable {
  public let organisations: [String: Organisation]
  /// Who acts for whom, by the number of the mandate.
  public let mandates: [Int64: Mandate]
  /// The local date for which it says what counts; without one no mandate does.
  public private(set) var today: CivilDate?

  public init(_ organisations: some Sequence<Organisation>, mandates: some Sequence<Mandate> = [Mandate]()) {
    self.mandates = Dictionary(mandates.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
    self.organisations = Dictionary(organisations.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// The roles of a party that count now. A role counts while the directory grants it to the organisation; a part in a
  /// child, which no directory grants, while the organisation holds one of the roles in which its people act for it.
  ///
  /// An empty directory is one that was not read: then all of them count.
  public func counted(_ party: Party) -> Set<String> {
    guard !organisations.isEmpty else { return party.roles }
    let held = organisations[party.organisation]?.roles ?? []
    guard !party.through.isEmpty else {
      return party.ownRoles.intersection(held).union(
        party.onBehalfOf.filter { stands($0, for: party.organisation) }.map(\.role)
      )
    }
    return party.through.isDisjoint(with: held) ? [] : party.roles
  }

  /// Whether an organisation holds the role.
  func grants(_ role: String, to organisation: String) -> Bool {
    organisations[organisation]?.roles.contains(role) ?? false
  }

  /// The same, on that day.
  func on(_ day: CivilDate) -> Directory {
    var directory = self
    directory.today = day
    return directory
  }

  /// Whether the party may still act so: by the same mandate, which holds today, and while both take part and the principal has the role.
  func stands(_ representation: Representation, for agent: String) -> Bool {
    guard let mandate = mandates[representation.mandate], mandate.agent == agent,
      mandate.principal == representation.principal
    else { return false }
    return acts(by: mandate, in: representation.role)
  }

  /// The mandate by which another organisation acts for this one in the role, in cases of a workflow, today.
  func mandate(of principal: String, in role: String, of workflow: String) -> Mandate? {
    mandates.values.filter { $0.principal == principal && $0.workflow == workflow && acts(by: $0, in: role) }
      .min { $0.number < $1.number }
  }

  private func acts(by mandate: Mandate, in role: String) -> Bool {
    guard let today, mandate.holds(on: today), mandate.roles.contains(role),
      let principal = organisations[mandate.principal], let agent = organisations[mandate.agent]
    else { return false }
    return principal.takesPart && principal.roles.contains(role) && agent.takesPart
  }

  /// For whom a party has a role now, in order.
  public func principals(of party: Party, in role: String) -> [String] {
    party.onBehalfOf.filter { $0.role == role && stands($0, for: party.organisation) }.map(\.principal).sorted()
  }

  /// The organisations that hold the role in the region, by number, so that a decision is the same on every machine.
  func holders(of role: String, in region: String) -> [Organisation] {
    organisations.values.filter { $0.region == region && $0.takesPart && $0.roles.contains(role) }
      .sorted { $0.number < $1.number }
  }

  /// Who comes in the place of an organisation now: itself, or the one that it was merged into in the end.
  func present(_ number: String) -> String {
    var (number, seen) = (number, Set([number]))
    while let successor = organisations[number]?.successor, seen.insert(successor).inserted { number = successor }
    return number
  }
}

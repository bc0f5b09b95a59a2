import OrderedCollections

/// The organisations that take part, as they are at the moment of a decision.
public struct Directory: Hashable, Sendable {
  public let organisations: [String: Organisation]

  public init(_ organisations: some Sequence<Organisation>) {
    self.organisations = Dictionary(organisations.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// The roles of a party that count now. A role counts while the directory grants it to the organisation; a part in a
  /// child, which no directory grants, while the organisation holds one of the roles in which its people act for it.
  ///
  /// An empty directory is one that was not read: then all of them count.
  public func counted(_ party: Party) -> Set<String> {
    guard !organisations.isEmpty else { return party.roles }
    let held = organisations[party.organisation]?.roles ?? []
    guard !party.through.isEmpty else { return party.roles.intersection(held) }
    return party.through.isDisjoint(with: held) ? [] : party.roles
  }

  /// Whether an organisation holds the role.
  func grants(_ role: String, to organisation: String) -> Bool {
    organisations[organisation]?.roles.contains(role) ?? false
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

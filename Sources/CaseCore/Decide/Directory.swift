import OrderedCollections

/// The organisations that take part, as they stand at the moment of a decision.
public struct Directory: Hashable, Sendable {
  public let organisations: [String: Organisation]

  public init(_ organisations: some Sequence<Organisation>) {
    self.organisations = Dictionary(organisations.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Those that hold the role in the region, by number, so that a decision is the same on every machine.
  func holders(of role: String, in region: String) -> [Organisation] {
    organisations.values.filter { $0.region == region && $0.roles.contains(role) }.sorted { $0.number < $1.number }
  }
}

/// A decision that several parties take together, each by its own command. Votes count for one visit of a state: whoever
/// comes back to it votes anew. The last vote of a role counts.
public struct JointDecision: Hashable, Sendable {
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// Decided when every voter has voted the same.
    case unanimous
  }

  public var label: String
  public var voters: [String]
  /// The choice field of the voting command that holds the vote.
  public var field: String
  public var rule: Rule

  public init(label: String, voters: [String], field: String, rule: Rule = .unanimous) {
    self.label = label
    self.voters = voters
    self.field = field
    self.rule = rule
  }

  /// - Parameter votes: the vote of each role that has voted.
  func standing(_ votes: [String: String]) -> Standing {
    let cast = voters.compactMap { votes[$0] }
    guard cast.count == voters.count, let first = cast.first else { return .open }
    return cast.allSatisfy { $0 == first } ? .decided(first) : .divided
  }

  /// Where a joint decision stands.
  public enum Standing: Hashable, Sendable {
    case open
    case divided
    case decided(String)
  }
}

/// A decision that several parties take together, each by its own command.
///
/// Votes count for one visit of a state: whoever comes back to it votes anew. A voter that votes again replaces its vote.
/// What was said stays in the journal, dissent and withdrawn votes included.
public struct JointDecision: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// Decided when every voter has voted the same.
    case unanimous
    /// Decided when so many have voted the same.
    case quorum(Int)
  }

  /// What votes that count together must differ in, besides who gives them: four eyes.
  public enum Apart: String, Hashable, Sendable, CaseIterable {
    /// In organisation, and in person: who acts for several organisations votes for one of them.
    case organisation
    case person
  }

  public var label: String
  /// The roles that decide. Each must be someone's in the case, and everyone in it votes.
  public var voters: [String]
  /// Whoever takes part in these roles votes as well; nobody need.
  public var others: [String]
  /// The choice field of the voting command that holds the vote.
  public var field: String
  public var rule: Rule
  public var apart: Apart?
  /// The fields in which every vote gives its reasons.
  public var reasons: [String]
  /// The deadline that runs when all have voted and it is not decided.
  public var disagreement: String?
  /// The deadline that bounds the waiting for votes.
  public var silence: String?

  public init(
    label: String,
    voters: [String],
    others: [String] = [],
    field: String,
    rule: Rule = .unanimous,
    apart: Apart? = nil,
    reasons: [String] = [],
    disagreement: String? = nil,
    silence: String? = nil
  ) {
    self.label = label
    self.voters = voters
    self.others = others
    self.field = field
    self.rule = rule
    self.apart = apart
    self.reasons = reasons
    self.disagreement = disagreement
    self.silence = silence
  }

  /// Every role that may vote.
  public var roles: [String] { voters + others }

  /// Where a joint decision stands.
  public enum Standing: Hashable, Sendable {
    case open
    /// All have voted, and it is not decided.
    case divided
    case decided(String)
  }
}

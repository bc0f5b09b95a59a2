/// A decision that several parties take together, each by its own command.
///
/// Votes count for one visit of a state: after a return everyone votes again. A voter that votes again replaces its vote.
/// The journal keeps all votes, dissent and withdrawn votes included.
public struct JointDecision: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// Decided when every voter has voted the same.
    case unanimous
    /// Decided when this many have voted the same.
    case quorum(Int)
  }

  /// How votes that count together must differ, besides in who casts them: four eyes.
  public enum Apart: String, Hashable, Sendable, CaseIterable {
    /// In organisation, and in person: somebody who acts for several organisations votes for one of them.
    case organisation
    case person
  }

  public var label: String
  /// The roles that decide. Each must be held in the case, and every holder votes.
  public var voters: [String]
  /// Parties in these roles vote as well; there may be none.
  public var others: [String]
  /// The fact of the machine that lists the organisations of which those in these roles vote; without it, and while it has no value, all do.
  public var among: String?
  /// The choice field of the voting command that holds the vote.
  public var field: String
  public var rule: Rule
  public var apart: Apart?
  /// The fields in which every vote gives its reasons.
  public var reasons: [String]
  /// The deadline that runs when all have voted without an outcome.
  public var disagreement: String?
  /// The deadline that bounds the waiting for votes.
  public var silence: String?

  public init(
    label: String,
    voters: [String],
    others: [String] = [],
    among: String? = nil,
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
    self.among = among
    self.field = field
    self.rule = rule
    self.apart = apart
    self.reasons = reasons
    self.disagreement = disagreement
    self.silence = silence
  }

  /// Every role that may vote.
  public var roles: [String] { voters + others }

  /// The state of a joint decision.
  public enum Standing: Hashable, Sendable {
    case open
    /// All have voted, and there is no outcome.
    case divided
    case decided(String)
  }
}

/// What a command does in a joint decision.
public struct Ballot: Hashable, Sendable {
  public enum Action: String, Hashable, Sendable, CaseIterable {
    /// Casts the sender's vote, or changes it.
    case vote
    /// Withdraws the sender's vote.
    case withdraw
    /// The sender steps back as a person: their vote is withdrawn, and a colleague votes instead.
    case recuse
  }

  public var decision: String
  public var action: Action

  public init(_ action: Action, in decision: String) {
    self.action = action
    self.decision = decision
  }
}

extension CommandDefinition {
  /// The joint decision in which this command casts a vote.
  public var vote: String? { ballot?.action == .vote ? ballot?.decision : nil }
}

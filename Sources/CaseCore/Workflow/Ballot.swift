/// What a command does in a joint decision.
public struct Ballot: Hashable, Sendable {
  public enum Action: String, Hashable, Sendable, CaseIterable {
    /// Gives the sender's vote, or gives it anew.
    case vote
    /// Takes the sender's vote back.
    case withdraw
    /// The sender steps back as a person: the vote it gave is taken back, and a colleague votes instead.
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
  /// The joint decision in which this command is a vote.
  public var vote: String? { ballot?.action == .vote ? ballot?.decision : nil }
}

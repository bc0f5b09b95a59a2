/// Counts the votes of a joint decision, among those who may vote now.
struct Poll {
  private let decision: JointDecision
  private let votes: [Vote]
  private let voters: Set<Voter>
  /// A role that decides is nobody's, so that nothing can be decided.
  private let isIncomplete: Bool

  private struct Voter: Hashable {
    var role: String
    var organisation: String
  }

  init(_ decision: JointDecision, votes: [Vote], instance: Case, child: String?) {
    self.decision = decision
    voters = Set(
      decision.roles.flatMap { role in
        instance.organisations(in: [role], child: child).map { Voter(role: role, organisation: $0) }
      }
    )
    let voters = voters
    self.votes = votes.filter { voters.contains(Voter(role: $0.role, organisation: $0.organisation)) }
    isIncomplete = !decision.voters.allSatisfy { role in voters.contains { $0.role == role } }
  }

  var standing: JointDecision.Standing {
    if isIncomplete { return .open }
    if let option = outcome { return .decided(option) }
    return hasEveryoneVoted ? .divided : .open
  }

  private var hasEveryoneVoted: Bool {
    Set(votes.map { Voter(role: $0.role, organisation: $0.organisation) }) == voters
  }

  private var outcome: String? {
    let options = Set(votes.map(\.option))
    switch decision.rule {
    case .unanimous:
      guard hasEveryoneVoted, options.count == 1, areApart(votes) else { return nil }
      return options.first
    case .quorum(let least):
      return options.sorted().first { option in weight(votes.filter { $0.option == option }) >= least }
    }
  }

  private func areApart(_ votes: [Vote]) -> Bool { decision.apart == nil || weight(votes) == votes.count }

  /// How many different voters there are among the votes.
  private func weight(_ votes: [Vote]) -> Int {
    switch decision.apart {
    case nil: votes.count
    case .organisation: Set(votes.map(\.organisation)).count
    case .person: Set(votes.map(\.person)).count
    }
  }
}

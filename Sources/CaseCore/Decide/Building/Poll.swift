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

  init(_ decision: JointDecision, votes: [Vote], instance: Case, child: String?, directory: Directory) {
    self.decision = decision
    voters = Set(
      decision.roles.flatMap { role in
        instance.organisations(in: [role], child: child, by: directory).map { Voter(role: role, organisation: $0) }
      }
    )
    let voters = voters
    self.votes = votes.filter { voters.contains(Voter(role: $0.role, organisation: $0.organisation)) }
    isIncomplete = !decision.voters.allSatisfy { role in voters.contains { $0.role == role } }
  }

  var standing: JointDecision.Standing {
    if isIncomplete { return .open }
    if let option = outcome { return .decided(option) }
    return isExhausted ? .divided : .open
  }

  private var hasEveryoneVoted: Bool {
    Set(votes.map { Voter(role: $0.role, organisation: $0.organisation) }) == voters
  }

  /// Whether nothing can be hoped for but that someone changes its vote.
  private var isExhausted: Bool {
    switch decision.apart {
    // An organisation with two of the roles has one vote all the same.
    case .organisation: Set(votes.map(\.organisation)) == Set(voters.map(\.organisation))
    // Of one organisation more people may follow, so votes that agree only wait for another.
    case .person where decision.isCountedByPerson: hasEveryoneVoted && Set(votes.map(\.option)).count > 1
    case nil, .person: hasEveryoneVoted
    }
  }

  private var outcome: String? {
    switch decision.rule {
    case .unanimous:
      guard hasEveryoneVoted, Set(votes.map(\.option)).count == 1, areApart(votes) else { return nil }
      return votes.first?.option
    case .quorum(let least):
      // Votes are in order of time: what was decided first stays decided, though another option comes as far later.
      return votes.indices.first { last in
        weight(votes[...last].filter { $0.option == votes[last].option }) >= least
      }.map { votes[$0].option }
    }
  }

  private func areApart(_ votes: [Vote]) -> Bool { decision.apart == nil || weight(votes) == votes.count }

  /// How many different voters there are among the votes.
  private func weight(_ votes: [Vote]) -> Int {
    switch decision.apart {
    case nil: votes.count
    // An organisation has one vote here, so that this is how many of them come from different people.
    case .organisation: min(Set(votes.map(\.organisation)).count, Set(votes.map(\.person)).count)
    case .person: Set(votes.map(\.person)).count
    }
  }
}

/// Counts the votes of a joint decision, of the organisations that may vote now.
struct Poll {
  private let decision: JointDecision
  /// Those that count, in the order of time.
  let votes: [Vote]
  private let voters: Set<Voter>
  /// Nobody holds one of the deciding roles, so nothing can be decided.
  private let isIncomplete: Bool

  private struct Voter: Hashable {
    var role: String
    var organisation: String
  }

  init(_ decision: JointDecision, votes: [Vote], in situation: Situation) {
    self.decision = decision
    let among = decision.electorate(in: situation.focus)
    voters = Set(
      decision.roles.flatMap { role in
        situation.organisations(in: [role]).filter { among?.contains($0) ?? true }
          .map { Voter(role: role, organisation: $0) }
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

  /// Whether only a changed vote can still lead to a decision.
  private var isExhausted: Bool {
    switch decision.apart {
    // An organisation with two of the roles still has one vote.
    case .organisation: Set(votes.map(\.organisation)) == Set(voters.map(\.organisation))
    // More people of an organisation may still vote, so equal votes are only waiting for another.
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
      // Votes are in order of time: what was decided first stays decided, even if another option gets as many votes later.
      return votes.indices.first { last in
        weight(votes[...last].filter { $0.option == votes[last].option }) >= least
      }.map { votes[$0].option }
    }
  }

  private func areApart(_ votes: [Vote]) -> Bool { decision.apart == nil || weight(votes) == votes.count }

  /// The number of different voters among the votes.
  private func weight(_ votes: [Vote]) -> Int {
    switch decision.apart {
    case nil: votes.count
    // An organisation has one vote here, so this is how many of the votes come from different people.
    case .organisation: min(Set(votes.map(\.organisation)).count, Set(votes.map(\.person)).count)
    case .person: Set(votes.map(\.person)).count
    }
  }
}

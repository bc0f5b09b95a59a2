import CaseCore
import OrderedCollections

/// The joint decisions of the text, counted a second time.
extension Showing {
  /// Where a joint decision stands, by the votes of those who may vote now.
  func standing(of name: String, in child: String?) -> JointDecision.Standing {
    guard let joint = machine(of: child)?.decisions[name] else { return .open }
    let voters = Set(voters(joint, joint.roles, in: child))
    guard joint.voters.allSatisfy({ role in voters.contains { $0[0] == role } }) else { return .open }
    let votes = (instance.instance(child)?.votes[name] ?? []).filter { voters.contains([$0.role, $0.organisation]) }
    let isComplete = Set(votes.map { [$0.role, $0.organisation] }) == voters
    let options = Set(votes.map(\.option))
    switch joint.rule {
    case .unanimous:
      let areApart = joint.apart == nil || Self.weight(votes, joint) == votes.count
      if isComplete, options.count == 1, areApart, let option = options.first { return .decided(option) }
    case .quorum(let least):
      for (index, vote) in votes.enumerated() {
        let same: [Vote] = votes[...index].filter { $0.option == vote.option }
        if Self.weight(same, joint) >= least { return .decided(vote.option) }
      }
    }
    // Whether nobody is left whose vote could still decide it.
    let isDivided: Bool
    switch (joint.apart, joint.rule) {
    case (.organisation?, _): isDivided = Set(votes.map(\.organisation)) == Set(voters.map { $0[1] })
    case (.person?, .quorum): isDivided = isComplete && options.count > 1
    case (.person?, .unanimous), (nil, _): isDivided = isComplete
    }
    return isDivided ? .divided : .open
  }

  /// Roles with the holders that vote: those that the fact lists, when it lists any.
  func voters(_ joint: JointDecision, _ roles: [String], in child: String?) -> [[String]] {
    let holders = holders(of: roles, in: child)
    guard let fact = joint.among, case .list(let named)? = instance.instance(child)?.facts[fact] else { return holders }
    return holders.filter { named.contains(.reference($0[1])) }
  }

  /// How many of the votes come from different ones.
  private static func weight(_ votes: [Vote], _ joint: JointDecision) -> Int {
    let (organisations, people) = (Set(votes.map(\.organisation)), Set(votes.map(\.person)))
    switch joint.apart {
    case nil: return votes.count
    case .organisation: return min(organisations.count, people.count)
    case .person: return people.count
    }
  }
}

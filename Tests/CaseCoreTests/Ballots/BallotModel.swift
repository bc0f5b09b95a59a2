import CaseCore

/// Joint decisions a second time, in the plainest way: a list of who said what, counted from the start each time.
struct BallotModel {
  struct Said: Equatable {
    var role: String
    var organisation: String
    var person: String
    var option: String
  }

  let decision: JointDecision
  /// Who takes part: role and organisation.
  var takesPart: [(role: String, organisation: String)]
  var said: [Said] = []
  var recused: Set<String> = []

  var countsPeople: Bool {
    if case .quorum = decision.rule { return decision.apart == .person }
    return false
  }

  private func isSameVoter(_ left: Said, _ right: Said) -> Bool {
    left.role == right.role && left.organisation == right.organisation && (!countsPeople || left.person == right.person)
  }

  /// - Returns: whether the vote is taken.
  mutating func vote(_ vote: Said) -> Bool {
    let others = said.filter { !isSameVoter($0, vote) }
    if recused.contains(vote.person) { return false }
    if decision.apart != nil, others.contains(where: { $0.person == vote.person }) { return false }
    if decision.apart == .organisation, others.contains(where: { $0.organisation == vote.organisation }) {
      return false
    }
    said = others + [vote]
    return true
  }

  mutating func withdraw(role: String, organisation: String, person: String) -> Bool {
    let rest = said.filter {
      !isSameVoter($0, Said(role: role, organisation: organisation, person: person, option: ""))
    }
    guard rest != said, !isDecided else { return false }
    said = rest
    return true
  }

  mutating func recuse(_ person: String) -> Bool {
    if isDecided, said.contains(where: { $0.person == person }) { return false }
    said.removeAll { $0.person == person }
    recused.insert(person)
    return true
  }

  private var isDecided: Bool { if case .decided = standing { true } else { false } }

  /// Whether those votes are of so many voters who count apart.
  private func count(_ votes: [Said]) -> Int {
    switch decision.apart {
    case nil: votes.count
    case .person: votes.reduce(into: Set<String>()) { $0.insert($1.person) }.count
    case .organisation:
      votes.reduce(into: [Said]()) { apart, vote in
        if !apart.contains(where: { $0.organisation == vote.organisation || $0.person == vote.person }) {
          apart.append(vote)
        }
      }.count
    }
  }

  var standing: JointDecision.Standing {
    for role in decision.voters where !takesPart.contains(where: { $0.role == role }) { return .open }
    let missing = takesPart.filter { one in
      !said.contains { $0.organisation == one.organisation && (decision.apart == .organisation || $0.role == one.role) }
    }
    switch decision.rule {
    case .unanimous:
      guard let first = said.first else { return .open }
      let silent = takesPart.contains { one in
        !said.contains { $0.organisation == one.organisation && $0.role == one.role }
      }
      if !silent, said.allSatisfy({ $0.option == first.option }), count(said) == said.count {
        return .decided(first.option)
      }
    case .quorum(let least):
      var heard: [Said] = []
      for vote in said {
        heard.append(vote)
        if count(heard.filter { $0.option == vote.option }) >= least { return .decided(vote.option) }
      }
    }
    if !missing.isEmpty { return .open }
    // More people of the same organisations may follow those who agree.
    if countsPeople, said.allSatisfy({ $0.option == said.first?.option }) { return .open }
    return .divided
  }
}

import CaseCore
import OrderedCollections

/// An independent count of the votes of joint decisions, to compare with the engine's.
struct VoteCount: Sendable {
  private struct Box: Hashable {
    let child: String?
    let decision: String
  }

  /// The last vote of each voter in the present visit.
  private var votes: [Box: [Vote]] = [:]

  mutating func note(_ decision: Decision, of command: Command, in workflow: Workflow) {
    if case .command(let name, let actor) = command.cause { hear(name, actor, decision.entry, in: workflow) }
    for change in decision.entry.changes { note(change, in: nil) }
  }

  private mutating func note(_ change: Change, in child: String?) {
    switch change {
    case .inChild(let child, let inner): note(inner, in: child)
    case .entered:
      for box in votes.keys where box.child == child { votes[box] = nil }
    case .left(let organisation, let roles, _):
      // Who leaves the case leaves its parts, and votes anew when it comes back.
      for box in votes.keys where child == nil || box.child == child {
        votes[box]?.removeAll { $0.organisation == organisation && roles.contains($0.role) }
      }
    default: break
    }
  }

  private mutating func hear(_ name: String, _ actor: Actor, _ entry: Entry, in workflow: Workflow) {
    guard let machine = workflow.machine(of: name).flatMap({ workflow.machines[$0] }),
      let ballot = machine.commands[name]?.ballot, let joint = machine.decisions[ballot.decision]
    else { return }
    let box = Box(child: entry.child, decision: ballot.decision)
    switch ballot.action {
    case .withdraw:
      // In every role that the actor has, also in another than the one in which it is taken back.
      for role in actor.roles {
        let own = Vote(organisation: actor.organisation, role: role, person: actor.subject, option: "")
        votes[box]?.removeAll { joint.isSameVoter($0, own) }
      }
    case .recuse: votes[box]?.removeAll { $0.person == actor.subject }
    case .vote:
      guard case .choice(let option)? = entry.fields[joint.field] else { return }
      let vote = Vote(organisation: actor.organisation, role: entry.role ?? "", person: actor.subject, option: option)
      var box = votes[box] ?? []
      box.removeAll { joint.isSameVoter($0, vote) }
      votes[Box(child: entry.child, decision: ballot.decision)] = box + [vote]
    }
  }

  /// The state of the decision by this count.
  func standing(
    of decision: String,
    _ joint: JointDecision,
    in instance: Case,
    child: String?,
    _ environment: Environment
  ) -> JointDecision.Standing {
    let seats = Self.seats(joint, in: instance, child: child, environment)
    guard joint.voters.allSatisfy({ role in seats.contains { $0.role == role } }) else { return .open }
    let valid = (votes[Box(child: child, decision: decision)] ?? []).filter { vote in
      seats.contains { $0.role == vote.role && $0.organisation == vote.organisation }
    }
    let silent = seats.contains { seat in
      !valid.contains { $0.role == seat.role && $0.organisation == seat.organisation }
    }
    switch joint.rule {
    case .unanimous:
      if silent { return .open }
      let options = Set(valid.map(\.option))
      guard let option = options.first, options.count == 1 else { return .divided }
      return joint.apart == nil || joint.different(valid) == valid.count ? .decided(option) : .divided
    case .quorum(let least):
      // Votes may go on after the decision: the option that had enough first remains the outcome.
      for (count, vote) in zip(1..., valid)
      where joint.different(valid.prefix(count).filter { $0.option == vote.option }) >= least {
        return .decided(vote.option)
      }
      return silent ? .open : .divided
    }
  }

  private static func seats(
    _ joint: JointDecision,
    in instance: Case,
    child: String?,
    _ environment: Environment
  ) -> [(role: String, organisation: String)] {
    let parties = instance.root.parties + (child.flatMap { instance.children[$0]?.parties } ?? [])
    let named = joint.among.flatMap { (child.map { instance.children[$0] } ?? instance.root)?.facts[$0] }
    return parties.filter { $0.until == nil && named?.references.contains($0.organisation) ?? true }.flatMap { party in
      let all = party.roles.union(through(party, in: instance, environment))
      return all.filter { joint.voters.contains($0) || joint.others.contains($0) }.map { ($0, party.organisation) }
    }
  }

  /// What an organisation that reads the case has besides, by the directory.
  private static func through(_ party: Party, in instance: Case, _ environment: Environment) -> Set<String> {
    let roles = environment.workflow.roles
    let isReader = party.roles.contains {
      [.party, .oversight].contains(roles[$0]?.access) && roles[$0]?.through == nil
    }
    guard isReader, instance.root.parties.contains(party) else { return [] }
    let held = environment.directory.organisations[party.organisation]?.roles ?? []
    return held.filter { roles[$0]?.through != nil && roles[$0]?.access == .party }
  }
}

extension JointDecision {
  fileprivate func isSameVoter(_ one: Vote, _ other: Vote) -> Bool {
    guard one.organisation == other.organisation, one.role == other.role else { return false }
    if case .quorum = rule, apart == .person { return one.person == other.person }
    return true
  }

  fileprivate func different(_ votes: [Vote]) -> Int {
    switch apart {
    case nil: votes.count
    case .organisation: min(Set(votes.map(\.organisation)).count, Set(votes.map(\.person)).count)
    case .person: Set(votes.map(\.person)).count
    }
  }
}

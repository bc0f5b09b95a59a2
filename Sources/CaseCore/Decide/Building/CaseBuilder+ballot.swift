import OrderedCollections

extension CaseBuilder {
  /// Applies the command to its joint decision before its transition is chosen, so that guards see the vote.
  mutating func cast(_ validated: ValidatedCommand) throws(Refusal) {
    guard let ballot = validated.definition.ballot, let joint = machine(of: child).decisions[ballot.decision] else {
      return
    }
    let votes = instance.instance(child)?.votes[ballot.decision] ?? []
    switch ballot.action {
    case .vote:
      try vote(validated, in: ballot.decision, joint, among: votes)
    case .withdraw:
      let own = votes.filter { isOwn($0, of: validated.actor, joint) }
      guard !own.isEmpty else { throw .broken(.noVote) }
      try requireUndecided(ballot.decision, validated)
      for vote in own { change(.withdrawn(decision: ballot.decision, vote), in: child) }
    case .recuse:
      if votes.contains(where: { $0.person == validated.actor.subject }) {
        try requireUndecided(ballot.decision, validated)
      }
      change(.recused(decision: ballot.decision, person: validated.actor.subject), in: child)
    }
  }

  /// Whether the actor may withdraw it: not a vote of a colleague who has a vote of their own, nor one in a role that the
  /// actor does not hold.
  private func isOwn(_ vote: Vote, of actor: Actor, _ joint: JointDecision) -> Bool {
    vote.organisation == actor.organisation
      && decider.roles(of: actor, in: before, child: child).contains(vote.role)
      && (!joint.isCountedByPerson || vote.person == actor.subject)
  }

  private func requireUndecided(_ decision: String, _ validated: ValidatedCommand) throws(Refusal) {
    if case .decided = situation(child).standing(of: decision) {
      throw .broken(.alreadyDecided)
    }
  }

  private mutating func vote(
    _ validated: ValidatedCommand,
    in decision: String,
    _ joint: JointDecision,
    among votes: [Vote]
  ) throws(Refusal) {
    guard case .choice(let option)? = validated.fields[joint.field] else { return }
    let vote = Vote(
      organisation: validated.actor.organisation,
      role: validated.role,
      person: validated.actor.subject,
      option: option
    )
    if instance.instance(child)?.recused[decision]?.contains(vote.person) ?? false {
      throw .broken(.recused)
    }
    if let among = joint.electorate(in: instance.instance(child)), !among.contains(vote.organisation) {
      throw .broken(.notAmongVoters)
    }
    let isCountedByPerson = joint.isCountedByPerson
    let others = votes.filter {
      $0.organisation != vote.organisation || $0.role != vote.role || isCountedByPerson && $0.person != vote.person
    }
    // One person can act for several organisations, so votes of different organisations must come from different people too.
    if joint.apart != nil, others.contains(where: { $0.person == vote.person }) { throw .broken(.samePerson) }
    if joint.apart == .organisation, others.contains(where: { $0.organisation == vote.organisation }) {
      throw .broken(.sameOrganisation)
    }
    change(.voted(decision: decision, vote, byPerson: isCountedByPerson), in: child)
  }
}

extension JointDecision {
  /// Whether several people of one organisation each have a vote.
  package var isCountedByPerson: Bool {
    if case .quorum = rule { apart == .person } else { false }
  }
}

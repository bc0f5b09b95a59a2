import OrderedCollections

/// The obstacles to a command that is not given yet. A copy of the builder takes it, so the answer comes from the same code
/// as when it is given; what depends on unsaid fields stays open.
extension CaseBuilder {
  /// Why the command would be refused at present; empty when that depends on its own fields only.
  /// - Parameter validated: the command without its fields.
  func obstacles(to validated: ValidatedCommand, _ transitions: [Transition]) -> [Rule] {
    var obstacles: [Rule] = []
    for way in ways(of: validated) {
      let rules = rules(against: way, transitions)
      if rules.isEmpty { return [] }
      obstacles.add(rules)
    }
    return obstacles
  }

  /// The command with each vote that its sender could cast with it.
  private func ways(of validated: ValidatedCommand) -> [ValidatedCommand] {
    guard let decision = validated.definition.vote, let name = machine(of: child).decisions[decision]?.field,
      let field = validated.definition.fields[name], case .choice(let options) = field.kind
    else { return [validated] }
    let votes = options.map { option in
      var vote = validated
      vote.fields[name] = .choice(option.key)
      return vote
    }
    return field.isRequired ? votes : votes + [validated]
  }

  private func rules(against validated: ValidatedCommand, _ transitions: [Transition]) -> [Rule] {
    var builder = self
    builder.record(validated.fields, in: child)
    do throws(Refusal) { try builder.cast(validated) } catch { return error.rules }
    return builder.rules(against: transitions, in: child, validated: validated) { builder.name(validated.command, $0) }
  }

  /// Why none of the transitions can be taken.
  /// - Parameter name: the name of a transition by its position among them.
  private func rules(
    against transitions: [Transition],
    in child: String?,
    validated: ValidatedCommand,
    named name: (Int) -> TransitionName
  ) -> [Rule] {
    var situation = situation(child, validated)
    let unsaid = Set(validated.definition.fields.keys).subtracting(validated.fields.keys)
    situation.unsaid = .init(child: self.child, fields: unsaid)
    var rules: [Rule] = []
    for (index, transition) in transitions.enumerated() {
      let broken = transition.rules(named: name(index)) { situation.verdict($0) == false }
      let hindrances = broken.isEmpty ? hindrances(to: transition, index, in: child, validated: validated) : []
      if broken.isEmpty, hindrances.isEmpty { return [] }
      // This transition would be taken, whatever the fields are.
      if broken.isEmpty, transition.requirements.allSatisfy({ situation.verdict($0.guard) == true }) {
        return hindrances
      }
      rules += broken + hindrances
    }
    return rules
  }

  /// Why a transition cannot be carried out although its requirements hold.
  private func hindrances(to transition: Transition, _ index: Int, in child: String?, validated: ValidatedCommand)
    -> [Rule]
  {
    guard transition.canBeHindered(in: workflow) else { return [] }
    var known = transition
    // The organisations in the region of an organisation that is not named yet are unknown.
    if case .field? = transition.region { known.joins.removeAll { $0.source == .region || $0.isFromParty } }
    // So are the parties that organisations become who are not named yet.
    if transition.joins.contains(where: \.namesSomebody) { known.joins.removeAll(where: \.isFromParty) }
    var builder = self
    do throws(Refusal) { try builder.perform(known, in: child, validated: validated) } catch { return error.rules }
    guard child != nil, transition.root.contains(where: { $0.canBeHindered(in: workflow) }) else { return [] }
    // In the case the first possible transition follows, or none.
    return builder.rules(against: transition.root + [Transition()], in: nil, validated: validated) {
      builder.name(validated.command, index, consequence: $0)
    }
  }
}

extension Transition {
  /// Whether it can fail on more than its requirements.
  fileprivate func canBeHindered(in workflow: Workflow) -> Bool {
    !suspends.isEmpty || !resumes.isEmpty || !extensions.isEmpty
      || joins.contains { $0.source == .region || $0.isFromParty }
      || !joins.isEmpty && !workflow.conditions.isEmpty || root.contains { $0.canBeHindered(in: workflow) }
  }
}

extension Transition.Join {
  fileprivate var isFromParty: Bool { if case .party = source { true } else { false } }

  fileprivate var namesSomebody: Bool { if case .organisations(.field) = source { true } else { false } }
}

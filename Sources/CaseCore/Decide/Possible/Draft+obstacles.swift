import OrderedCollections

/// What stands in the way of a command that is still to be given. A copy of the draft takes it, so that the same code answers
/// as when it is given; what depends on fields that are unsaid stays open.
extension Draft {
  /// Why the command would be refused as things stand; empty when nothing stands in its way but its own fields.
  /// - Parameter given: the command without its fields.
  func obstacles(to given: Given, _ transitions: [Transition]) -> [Rule] {
    var obstacles: [Rule] = []
    for way in ways(of: given) {
      let rules = rules(against: way, transitions)
      if rules.isEmpty { return [] }
      obstacles.add(rules)
    }
    return obstacles
  }

  /// The command with each vote that its sender could give with it.
  private func ways(of given: Given) -> [Given] {
    guard let decision = given.definition.vote, let name = machine(of: child).decisions[decision]?.field,
      let field = given.definition.fields[name], case .choice(let options) = field.kind
    else { return [given] }
    let votes = options.map { option in
      var vote = given
      vote.fields[name] = .choice(option.key)
      return vote
    }
    return field.isRequired ? votes : votes + [given]
  }

  private func rules(against given: Given, _ transitions: [Transition]) -> [Rule] {
    var draft = self
    draft.record(given.fields, in: child)
    do throws(Refusal) { try draft.cast(given) } catch { return error.rules }
    return draft.rules(against: transitions, in: child, given: given) { draft.name(given.command, $0) }
  }

  /// Why none of the transitions can be taken.
  /// - Parameter name: that of a transition by its place among them.
  private func rules(
    against transitions: [Transition],
    in child: String?,
    given: Given,
    named name: (Int) -> TransitionName
  ) -> [Rule] {
    var situation = situation(child, fields: given.fields)
    let unsaid = Set(given.definition.fields.keys).subtracting(given.fields.keys)
    situation.unsaid = .init(child: self.child, fields: unsaid)
    var rules: [Rule] = []
    for (index, transition) in transitions.enumerated() {
      let broken = transition.rules(named: name(index)) { situation.verdict($0) == false }
      let hindrances = broken.isEmpty ? hindrances(to: transition, index, in: child, given: given) : []
      if broken.isEmpty, hindrances.isEmpty { return [] }
      // The one that would be taken, whatever the fields are.
      if broken.isEmpty, transition.requirements.allSatisfy({ situation.verdict($0.guard) == true }) {
        return hindrances
      }
      rules += broken + hindrances
    }
    return rules
  }

  /// Why a transition cannot be carried out although its requirements hold.
  private func hindrances(to transition: Transition, _ index: Int, in child: String?, given: Given) -> [Rule] {
    guard transition.canBeHindered else { return [] }
    var known = transition
    // Who is in the region of an organisation that is still to be named?
    if case .field? = transition.region { known.joins.removeAll(where: \.isFromRegion) }
    var draft = self
    do throws(Refusal) { try draft.perform(known, in: child, given: given) } catch { return error.rules }
    guard child != nil, transition.root.contains(where: \.canBeHindered) else { return [] }
    // What follows in the case is the first that can; that may be nothing.
    return draft.rules(against: transition.root + [Transition()], in: nil, given: given) {
      draft.name(given.command, index, consequence: $0)
    }
  }
}

extension Transition {
  /// Whether it asks for more than its requirements do.
  fileprivate var canBeHindered: Bool {
    !suspends.isEmpty || !resumes.isEmpty || !extensions.isEmpty || joins.contains(where: \.isFromRegion)
      || root.contains(where: \.canBeHindered)
  }
}

extension Transition.Join {
  fileprivate var isFromRegion: Bool { source == .region }
}

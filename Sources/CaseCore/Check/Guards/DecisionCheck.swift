import OrderedCollections

/// Proves that the joint decisions can be taken: every voter has a vote and knows of it, nobody else has one, every vote
/// gives its reasons, whoever may read the votes hears of each, and a deadline bounds both disagreement and silence.
struct DecisionCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    machine.decisions.flatMap { name, decision -> [WorkflowFault] in
      let path = path + ["decisions", name]
      let number = number(decision, at: path)
      let commands = commands(of: name)
      guard !commands.isEmpty else {
        let basis = [WorkflowFault.Basis.all(of: self.path + ["commands"])]
        return number + [.init(path, "Met geen enkele opdracht wordt over dit besluit gestemd.", basis: basis)]
      }
      return number + ownVoters(decision, commands) + voteless(decision, commands, at: path + ["voters"])
        + uncounted(name, decision)
        + unaware(decision, commands) + untold(name, commands) + unreasoned(decision, commands)
        + bounds(name, decision, commands, at: path)
    } + bypasses()
  }

  typealias Commands = OrderedDictionary<String, CommandDefinition>

  func commands(of decision: String) -> Commands { machine.commands.filter { $1.vote == decision } }

  /// A joint decision needs more than one voter.
  private func number(_ decision: JointDecision, at path: [String]) -> [WorkflowFault] {
    switch decision.rule {
    case .unanimous where decision.voters.count < 2 && decision.others.isEmpty:
      [.init(path + ["voters"], "Een gezamenlijk besluit heeft ten minste twee stemmers.")]
    case .quorum(let least) where least < 2:
      [.init(path + ["rule"], "Een gezamenlijk besluit vraagt ten minste twee stemmen.")]
    default: []
    }
  }

  /// Who votes does not say among whom the decision is taken: of the votes that were given before some would no longer count.
  private func ownVoters(_ decision: JointDecision, _ commands: Commands) -> [WorkflowFault] {
    guard let among = decision.among else { return [] }
    return commands.filter { $1.fields[among] != nil }.map { name, _ in
      let path = path + ["commands", name, "fields", among]
      let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["decisions"])]
      return .init(path, "Wie stemt, zegt niet wie er stemmen: dit staat in een andere opdracht.", basis: basis)
    }
  }

  private func voteless(_ decision: JointDecision, _ commands: Commands, at path: [String]) -> [WorkflowFault] {
    let entitled = Set(commands.values.flatMap(\.roles))
    return decision.voters.enumerated().filter { !entitled.contains($1) }.map { index, voter in
      let message = "De rol «\(voter)» kan over dit besluit niet stemmen: geen opdracht laat het toe."
      return .init(path + ["\(index)"], message, basis: [.all(of: self.path + ["commands"])])
    }
  }

  private func uncounted(_ name: String, _ decision: JointDecision) -> [WorkflowFault] {
    machine.commands.filter { $1.ballot?.decision == name }.flatMap { command, definition in
      definition.roles.enumerated().filter { !decision.roles.contains($1) }.map { index, role in
        let path = path + ["commands", command, "roles", "\(index)"]
        let basis = [WorkflowFault.Basis.all(of: self.path + ["decisions", name])]
        return .init(path, "De stem van «\(role)» telt in het besluit niet mee.", basis: basis)
      }
    }
  }

  /// The states in which votes on the decision are cast.
  func polling(_ commands: Commands) -> OrderedDictionary<String, State> {
    machine.states.filter { name, _ in
      commands.keys.contains { !machine.transitions(for: $0, in: name).isEmpty }
    }
  }

  /// Voters in a state must be notified of what happens there.
  private func unaware(_ decision: JointDecision, _ commands: Commands) -> [WorkflowFault] {
    polling(commands).flatMap { name, state -> [WorkflowFault] in
      let path = path + ["states", name, "audience"]
      return decision.roles.filter { !state.audience.contains($0) }.map { voter in
        let basis = ["states", "on", "decisions"].map { WorkflowFault.Basis.all(of: self.path + [$0]) }
        return .init(path, "De rol «\(voter)» stemt in deze toestand, maar hoort er niet van.", basis: basis)
      }
    }
  }

  /// Whoever may read the votes must hear of each command that changes them. Of everything else that a step changes ``CaseNews`` tells
  /// whoever is shown it, whatever the audience of the command; of votes only that audience is told.
  private func untold(_ name: String, _ commands: Commands) -> [WorkflowFault] {
    machine.commands.filter { $1.ballot?.decision == name }.flatMap { command, definition -> [WorkflowFault] in
      guard let audience = definition.audience, !audience.isEmpty else { return [] }
      let path = path + ["commands", command, "audience"]
      let basis = ["commands", "states"].map { WorkflowFault.Basis.all(of: self.path + [$0]) }
      return readers(of: commands, where: command).filter { !audience.contains($0) }.map { role in
        let message = "De rol «\(role)» ziet de stemmen over «\(name)», maar hoort niet van «\(command)»."
        return .init(path, message, basis: basis)
      }
    }
  }

  /// The roles that are shown the votes where a command can be given: those that may read the first command that votes there.
  private func readers(of commands: Commands, where command: String) -> OrderedSet<String> {
    let states = polling(commands).filter { !machine.transitions(for: command, in: $0.key).isEmpty }
    let audiences = states.map { name, state -> [String] in
      let asked = commands.first { !machine.transitions(for: $0.key, in: name).isEmpty }
      return asked?.value.audience ?? state.audience
    }
    return OrderedSet(audiences.flatMap(\.self)).filter { role in
      let access = workflow.roles[role]?.access
      return access == .party || access == .part
    }
  }

  private func unreasoned(_ decision: JointDecision, _ commands: Commands) -> [WorkflowFault] {
    commands.flatMap { name, command -> [WorkflowFault] in
      let path = path + ["commands", name, "fields"]
      return decision.reasons.compactMap { reason in
        if let field = command.fields[reason], case .text = field.kind, field.requirement != .never { return nil }
        let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["decisions"])]
        return .init(path, "Elke stem geeft haar redenen in een verplicht tekstveld «\(reason)».", basis: basis)
      }
    }
  }

  private func bounds(
    _ name: String,
    _ decision: JointDecision,
    _ commands: Commands,
    at path: [String]
  ) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    let basis = [WorkflowFault.Basis.all(of: self.path + ["after"]), .all(of: self.path + ["states"]), .all(of: path)]
    if let deadline = decision.disagreement.flatMap({ machine.deadlines[$0] }), deadline.guard != .divided(name) {
      let message = "Deze termijn loopt niet precies zolang de stemmen verdeeld zijn (divided)."
      faults.append(.init(path + ["disagreement"], message, basis: basis))
    }
    if let deadline = decision.silence.flatMap({ machine.deadlines[$0] }) {
      for state in polling(commands).keys where !deadline.states.contains(state) || deadline.guard != nil {
        let message = "In «\(state)» wordt gestemd, maar deze termijn begrenst het wachten daar niet."
        faults.append(.init(path + ["silence"], message, basis: basis))
      }
    }
    return faults
  }

  /// Ways into a state that avoid the decision that it is reserved for.
  private func bypasses() -> [WorkflowFault] {
    machine.states.flatMap { name, state -> [WorkflowFault] in
      if state.onlyBy.isEmpty { return [] }
      let basis = [WorkflowFault.Basis.all(of: path + ["states", name, "only"])]
      let message = Self.message(into: name, by: state.onlyBy)
      let transitions = index.places(in: key).filter { place in
        place.transition.target == name
          && !place.transition.requirements.contains { $0.guard.demands(oneOf: state.onlyBy) }
      }
      let deadlines = machine.deadlines.filter { $1.expiry == .review(state: name) }
      return transitions.map { .init($0.path + ["target"], message, basis: basis + [.all(of: $0.path)]) }
        + deadlines.map { .init(path + ["after", $0.key, "target"], message, basis: basis) }
        + (byTheCase(into: name) + beginning(in: name)).map { .init($0, message, basis: basis) }
    }
  }

  private static func message(into state: String, by only: [State.Outcome]) -> String {
    let names = OrderedSet(only.map { "«\($0.decision)»" })
    return names.count == 1
      ? "Naar «\(state)» leidt alleen het besluit \(names[0]), en dat wordt hier niet gevraagd."
      : "Naar «\(state)» leiden alleen de besluiten \(names.joined(separator: " en ")), en geen daarvan wordt hier gevraagd."
  }

  /// Transitions of the case that bring a child into the state, without a decision of the child.
  private func byTheCase(into state: String) -> [[String]] {
    index.places(in: workflow.root).flatMap { place in
      place.transition.ends.enumerated().filter { $1.machine == key && $1.target == state }.map {
        place.path + ["end", "\($0.offset)", "target"]
      }
    }
  }

  /// The start of a case is a transition like any other.
  private func beginning(in state: String) -> [[String]] {
    !isRoot && machine.initial == state ? [path + ["initial"]] : []
  }
}

extension Guard {
  /// Whether the guard cannot hold without one of these outcomes.
  fileprivate func demands(oneOf outcomes: [State.Outcome]) -> Bool {
    switch self {
    case .decided(let decision, let option): outcomes.contains(.init(decision: decision, option: option))
    case .all(let guards): guards.contains { $0.demands(oneOf: outcomes) }
    case .any(let guards): guards.allSatisfy { $0.demands(oneOf: outcomes) }
    default: false
    }
  }
}

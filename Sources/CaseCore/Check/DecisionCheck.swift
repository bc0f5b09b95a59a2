import OrderedCollections

/// Proves that the joint decisions can be taken: every voter has a vote, knows of it, and nobody else has one.
struct DecisionCheck {
  let machine: Machine
  let path: [String]

  func faults() -> [WorkflowFault] {
    machine.decisions.flatMap { name, decision -> [WorkflowFault] in
      let path = path + ["decisions", name]
      let commands = machine.commands.filter { $1.vote == name }
      let two =
        decision.voters.count < 2
        ? [WorkflowFault(path + ["voters"], "Een gezamenlijk besluit heeft ten minste twee stemmers.")] : []
      guard !commands.isEmpty else {
        let basis = [WorkflowFault.Basis.all(of: self.path + ["commands"])]
        return two + [.init(path, "Met geen enkele opdracht wordt over dit besluit gestemd.", basis: basis)]
      }
      return two + voteless(decision, commands, at: path + ["voters"]) + uncounted(decision, commands)
        + unaware(decision, commands)
    }
  }

  private typealias Commands = OrderedDictionary<String, CommandDefinition>

  private func voteless(_ decision: JointDecision, _ commands: Commands, at path: [String]) -> [WorkflowFault] {
    let entitled = Set(commands.values.flatMap(\.roles))
    return decision.voters.enumerated().filter { !entitled.contains($1) }.map { index, voter in
      let message = "De rol «\(voter)» kan over dit besluit niet stemmen: geen opdracht laat het toe."
      return .init(path + ["\(index)"], message, basis: [.all(of: self.path + ["commands"])])
    }
  }

  private func uncounted(_ decision: JointDecision, _ commands: Commands) -> [WorkflowFault] {
    commands.flatMap { name, command in
      command.roles.enumerated().filter { !decision.voters.contains($1) }.map { index, role in
        let path = path + ["commands", name, "roles", "\(index)"]
        let basis = [WorkflowFault.Basis.all(of: self.path + ["decisions", command.vote ?? "", "voters"])]
        return .init(path, "De stem van «\(role)» telt in het besluit niet mee.", basis: basis)
      }
    }
  }

  /// Who votes in a state is told of what happens there.
  private func unaware(_ decision: JointDecision, _ commands: Commands) -> [WorkflowFault] {
    machine.states.flatMap { name, state -> [WorkflowFault] in
      guard commands.keys.contains(where: { !machine.transitions(for: $0, in: name).isEmpty }) else { return [] }
      let path = path + ["states", name, "audience"]
      return decision.voters.filter { !state.audience.contains($0) }.map { voter in
        let basis = ["states", "on", "decisions"].map { WorkflowFault.Basis.all(of: self.path + [$0]) }
        return .init(path, "De rol «\(voter)» stemt in deze toestand, maar hoort er niet van.", basis: basis)
      }
    }
  }
}

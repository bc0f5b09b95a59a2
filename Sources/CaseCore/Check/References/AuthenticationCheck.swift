import OrderedCollections

/// Checks the levels that commands ask of how their sender signed in. Which ones a provider gives, the workflow does not know.
struct AuthenticationCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    machine.commands.flatMap { name, command in faults(command, at: path + ["commands", name]) }
  }

  private func faults(_ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    let place = path + ["authentication"]
    var faults: [WorkflowFault] = []
    var seen: Set<String> = []
    for (index, level) in command.authentication.enumerated() {
      if !CommandDefinition.isLevel(level) {
        let message =
          "Een niveau heeft hoogstens 200 letters, cijfers en leestekens: geen spatie, aanhalingsteken of backslash."
        faults.append(.init(place + ["\(index)"], message))
      }
      if !seen.insert(level).inserted {
        faults.append(.init(place + ["\(index)"], "Het niveau «\(level)» staat er al."))
      }
    }
    // Nobody could give it so: who is vouched for did not sign in at a provider.
    if command.acceptsVouched, !command.authentication.isEmpty {
      let message = "Van iemand voor wie alleen de eigen organisatie instaat, is niet bekend hoe die zich aanmeldde."
      faults.append(.init(path + ["vouched"], message, basis: [.all(of: path + ["vouched"]), .all(of: place)]))
    }
    return faults
  }
}

import OrderedCollections

extension ReferenceCheck {
  func transitions(_ on: OrderedDictionary<String, [Transition]>, at path: [String]) -> [WorkflowFault] {
    on.flatMap { name, transitions in
      command(named: name, at: path + [name])
        + transitions.enumerated().flatMap { transition($1, command: name, at: path + [name, "\($0)"]) }
    }
  }

  func transition(_ transition: Transition, command: String, at path: [String]) -> [WorkflowFault] {
    var faults = transition.target.map { state(named: $0, at: path + ["target"]) } ?? []
    for (index, requirement) in transition.requirements.enumerated() {
      faults += condition(requirement.guard, command: command, at: path + ["guard", "\(index)"])
    }
    faults += transition.assign.flatMap { value($1, of: $0, at: path + ["assign", $0]) }
    for (index, name) in transition.restarts.enumerated() {
      faults += deadline(named: name, at: path + ["restart", "\(index)"])
    }
    for (index, notice) in transition.notices.enumerated() {
      faults += self.notice(notice, at: path + ["notify", "\(index)", "to"])
    }
    for (index, join) in transition.joins.enumerated() {
      faults += self.join(join, command: command, at: path + ["join", "\(index)"])
    }
    return faults
  }

  private func notice(_ notice: Transition.Notice, at path: [String]) -> [WorkflowFault] {
    notice.roles.isEmpty ? [.init(path, "De gebeurtenis gaat naar niemand.")] : roles(notice.roles, at: path)
  }

  private func join(_ join: Transition.Join, command: String, at path: [String]) -> [WorkflowFault] {
    var faults = join.role.map { role($0, at: path + ["role"]) } ?? []
    if case .field(let name) = join.source, let definition = machine.commands[command],
      definition.fields[name]?.kind.isReference != true
    {
      let basis = [WorkflowFault.Basis.all(of: self.path + ["commands", command, "fields"])]
      faults.append(.init(path + ["from"], "«\(name)» is geen verwijzingsveld van de opdracht.", basis: basis))
    }
    if join.source == .region, join.role == nil {
      faults.append(.init(path, "Een toetreding uit de regio noemt een rol."))
    }
    return faults
  }
}

import OrderedCollections

extension ReferenceCheck {
  func transitions(_ on: OrderedDictionary<String, [Transition]>, at path: [String]) -> [WorkflowFault] {
    on.flatMap { name, transitions in
      command(named: name, at: path + [name])
        + transitions.enumerated().flatMap { transition($1, command: name, at: path + [name, "\($0)"]) }
    }
  }

  /// - Parameter command: `nil` for what the end of a deadline leads to.
  func transition(_ transition: Transition, command: String?, at path: [String]) -> [WorkflowFault] {
    var faults = transition.target.map { state(named: $0, at: path + ["target"]) } ?? []
    for (index, requirement) in transition.requirements.enumerated() {
      faults += condition(requirement.guard, command: command, at: path + ["guard", "\(index)"])
    }
    faults += transition.assign.flatMap { value($1, of: $0, at: path + ["assign", $0]) }
    faults += transition.takes.flatMap { taken($1, as: $0, command: command, at: path + ["assign", $0]) }
    for (index, fact) in transition.counts.enumerated() {
      faults += number(fact, at: path + ["count", "\(index)"])
    }
    for (key, names) in [
      ("restart", transition.restarts), ("suspend", transition.suspends), ("resume", transition.resumes),
    ] {
      for (index, name) in names.enumerated() { faults += deadline(named: name, at: path + [key, "\(index)"]) }
    }
    for (index, extra) in transition.extensions.enumerated() {
      faults += deadline(named: extra.deadline, at: path + ["extend", "\(index)", "deadline"])
    }
    for (index, notice) in transition.notices.enumerated() {
      faults += self.notice(notice, at: path + ["notify", "\(index)"])
    }
    for (index, join) in transition.joins.enumerated() {
      faults += self.join(join, command: command, at: path + ["join", "\(index)"])
    }
    for (index, leave) in transition.leaves.enumerated() {
      faults += self.leave(leave, command: command, at: path + ["leave", "\(index)"])
    }
    if let region = transition.region { faults += pointed(region, command: command, at: path + ["region"]) }
    return faults + family(transition, command: command, at: path)
      + consequences(transition.root, command: command, at: path + ["case"])
  }

  /// What a transition in a child does to the case is about the root machine.
  func consequences(_ transitions: [Transition], command: String?, at path: [String]) -> [WorkflowFault] {
    let check = ReferenceCheck(index: index, key: workflow.root)
    return transitions.enumerated().flatMap { check.transition($1, command: command, at: path + ["\($0)"]) }
  }

  private func family(_ transition: Transition, command: String?, at path: [String]) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    for (index, start) in transition.starts.enumerated() {
      let path = path + ["start", "\(index)"]
      faults += childStates([], of: start.machine, at: path, key: "", machineKey: "machine")
      faults += roles(start.except, at: path + ["except"])
      if let name = start.role { faults += role(name, at: path + ["join", "role"]) }
      if case .organisations(let source)? = start.part {
        faults += pointed(source, command: command, at: path + ["join", "from"])
      }
    }
    for (index, end) in transition.ends.enumerated() {
      let path = path + ["end", "\(index)"]
      faults += childStates(end.states, of: end.machine, at: path, key: "from", machineKey: "machine")
      if let machine = workflow.machines[end.machine], machine.states[end.target] == nil {
        let basis = [WorkflowFault.Basis.names(in: ["machines", end.machine, "states"])]
        faults.append(.init(path + ["target"], "De toestand «\(end.target)» bestaat niet.", basis: basis))
      }
    }
    if let transfer = transition.transfer {
      let path = path + ["transfer"]
      faults += childStates(transfer.states, of: transfer.machine, at: path, key: "from", machineKey: "children")
      faults += roles(transfer.receipts, at: path + ["receipts"])
    }
    return faults
  }

  /// The organisations that a command designates.
  private func pointed(_ source: Transition.Organisations, command: String?, at path: [String]) -> [WorkflowFault] {
    guard case .field(let name) = source else { return [] }
    guard let command else { return [.init(path, "Een termijn heeft geen velden.")] }
    guard let (definition, place) = workflow.definition(of: command),
      definition.fields[name]?.kind.isReference != true
    else { return [] }
    let basis = [WorkflowFault.Basis.all(of: place + ["fields"])]
    return [.init(path, "«\(name)» is geen verwijzingsveld van de opdracht.", basis: basis)]
  }

  private func leave(_ leave: Transition.Leave, command: String?, at path: [String]) -> [WorkflowFault] {
    switch leave {
    case .role(let name): role(name, at: path)
    case .organisations(let source): pointed(source, command: command, at: path + ["from"])
    }
  }

  private func notice(_ notice: Transition.Notice, at path: [String]) -> [WorkflowFault] {
    if notice.isForEveryone { return [] }
    let place = path + ["to"]
    let faults =
      notice.roles.isEmpty ? [.init(place, "De gebeurtenis gaat naar niemand.")] : roles(notice.roles, at: place)
    guard notice.asksAcknowledgement else { return faults }
    let message = "Wat ontvangers moeten bevestigen, gaat naar iedereen die de zaak ooit kon lezen: «to: everyone»."
    return faults + [.init(path + ["acknowledge"], message)]
  }

  /// At the end of a deadline, or at a reminder.
  func joinByClock(_ join: Transition.Join, at path: [String]) -> [WorkflowFault] {
    if join.source == .organisations(.sender) { return [.init(path + ["from"], "Een termijn heeft geen afzender.")] }
    return self.join(join, command: nil, at: path)
  }

  func join(_ join: Transition.Join, command: String?, at path: [String]) -> [WorkflowFault] {
    var faults = join.role.map { role($0, at: path + ["role"]) } ?? []
    if case .organisations(let source) = join.source {
      faults += pointed(source, command: command, at: path + ["from"])
    }
    if case .party(let name) = join.source { faults += role(name, at: path + ["from", "party"]) }
    if case .fact(let name) = join.source, workflow.rootMachine?.facts[name]?.kind.isReference != true {
      let basis = [WorkflowFault.Basis.all(of: ["machines", workflow.root, "facts"])]
      faults.append(
        .init(path + ["from"], "«\(name)» is geen gegeven van de zaak dat een organisatie noemt.", basis: basis)
      )
    }
    if join.role == nil, join.source.needsRole {
      faults.append(.init(path, "Een toetreding uit de regio, van een partij of uit een gegeven noemt een rol."))
    }
    return faults
  }
}

extension Transition.Join.Source {
  fileprivate var needsRole: Bool { if case .organisations = self { false } else { true } }
}

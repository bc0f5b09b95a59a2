import OrderedCollections

/// Holds every name that a machine uses against what is declared, and every value against the type of its fact.
struct ReferenceCheck {
  let workflow: Workflow
  let machine: Machine

  func faults(at path: [String]) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if machine.commands[machine.start.command] == nil {
      faults.append(.init(path + ["start", "command"], "De opdracht «\(machine.start.command)» bestaat niet."))
    }
    faults += transition(machine.start.transition, command: machine.start.command, at: path + ["start"])
    for (name, state) in machine.states { faults += self.state(state, at: path + ["states", name]) }
    faults += transitions(machine.on, at: path + ["on"])
    for (name, command) in machine.commands { faults += self.command(command, at: path + ["commands", name]) }
    for (name, fact) in machine.facts { faults += self.fact(fact, name, at: path + ["facts", name]) }
    for (name, decision) in machine.decisions { faults += joint(decision, name, at: path + ["decisions", name]) }
    for (name, deadline) in machine.deadlines { faults += self.deadline(deadline, at: path + ["after", name]) }
    return faults
  }

  private func state(_ state: State, at path: [String]) -> [WorkflowFault] {
    roles(state.audience, at: path + ["audience"]) + transitions(state.on, at: path + ["on"])
  }

  private func transitions(_ on: some Sequence<(key: String, value: [Transition])>, at path: [String])
    -> [WorkflowFault]
  {
    on.flatMap { name, transitions -> [WorkflowFault] in
      let path = path + [name]
      let unknown = machine.commands[name] == nil
      let faults = transitions.enumerated().flatMap { index, transition in
        self.transition(transition, command: name, at: transitions.count == 1 ? path : path + ["\(index)"])
      }
      return (unknown ? [.init(path, "De opdracht «\(name)» bestaat niet.")] : []) + faults
    }
  }

  private func command(_ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    var faults = roles(command.roles, at: path + ["roles"]) + roles(command.audience ?? [], at: path + ["audience"])
    if command.roles.isEmpty { faults.append(.init(path, "Geen rol mag deze opdracht geven.")) }
    if command.grounds.isEmpty { faults.append(.init(path, "De opdracht noemt geen grondslag.")) }
    faults += command.grounds.flatMap { ground($0, at: path + ["ground"]) }
    for (name, field) in command.fields {
      faults += kind(field.kind, at: path + ["fields", name])
      if let fact = machine.facts[name], !fact.kind.isSameType(as: field.kind) {
        faults.append(.init(path + ["fields", name], "Het veld heeft een ander type dan het gegeven «\(name)»."))
      }
    }
    guard let vote = command.vote else { return faults }
    guard let decision = machine.decisions[vote] else {
      return faults + [.init(path + ["vote"], "Het besluit «\(vote)» bestaat niet.")]
    }
    guard case .choice? = command.fields[decision.field]?.kind, command.fields[decision.field]?.isRequired == true
    else {
      return faults + [
        .init(path + ["vote"], "De stem staat in een verplicht keuzeveld «\(decision.field)», dat hier ontbreekt.")
      ]
    }
    return faults
  }

  private func fact(_ fact: Fact, _ name: String, at path: [String]) -> [WorkflowFault] {
    kind(fact.kind, at: path) + (fact.initial.map { value($0, of: name, at: path + ["initial"]) } ?? [])
  }

  private func joint(_ decision: JointDecision, _ name: String, at path: [String]) -> [WorkflowFault] {
    var faults = roles(decision.voters, at: path + ["voters"])
    if decision.voters.count < 2 {
      faults.append(.init(path, "Een gezamenlijk besluit heeft ten minste twee stemmers."))
    }
    let entitled = machine.commands.values.filter { $0.vote == name }.flatMap(\.roles)
    for voter in decision.voters where !entitled.contains(voter) {
      faults.append(
        .init(path + ["voters"], "De rol «\(voter)» kan over dit besluit niet stemmen: geen opdracht laat het toe.")
      )
    }
    return faults
  }

  private func deadline(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    var faults = roles(deadline.roles, at: path + ["notify"]) + ground(deadline.ground, at: path + ["ground"])
    faults += deadline.states.flatMap { self.state(named: $0, at: path + ["while"]) }
    faults += deadline.guard.map { guardFaults($0, command: nil, at: path + ["guard"]) } ?? []
    for (index, warning) in deadline.warnings.enumerated() {
      faults += roles(warning.roles, at: path + ["warn", "\(index)"])
    }
    if case .fact(let name) = deadline.term {
      if case .date? = machine.facts[name]?.kind {
      } else {
        faults.append(.init(path + ["until"], "«\(name)» is geen gegeven met een datum."))
      }
    }
    return faults
  }

  private func transition(_ transition: Transition, command: String, at path: [String]) -> [WorkflowFault] {
    var faults = transition.target.map { state(named: $0, at: path + ["target"]) } ?? []
    faults += transition.requirements.flatMap { guardFaults($0.guard, command: command, at: path + ["guard"]) }
    faults += transition.assign.flatMap { value($1, of: $0, at: path + ["assign", $0]) }
    for name in transition.restarts where machine.deadlines[name] == nil {
      faults.append(.init(path + ["restart"], "De termijn «\(name)» bestaat niet."))
    }
    for (index, notice) in transition.notices.enumerated() {
      faults += roles(notice.roles, at: path + ["notify", "\(index)"])
      if notice.roles.isEmpty {
        faults.append(.init(path + ["notify", "\(index)"], "De gebeurtenis gaat naar niemand."))
      }
    }
    return faults + transition.joins.enumerated().flatMap { join($1, command: command, at: path + ["join", "\($0)"]) }
  }

  private func join(_ join: Transition.Join, command: String, at path: [String]) -> [WorkflowFault] {
    var faults = join.role.map { roles([$0], at: path) } ?? []
    if case .field(let name) = join.source, machine.commands[command]?.fields[name]?.kind.isReference != true {
      faults.append(.init(path, "«\(name)» is geen verwijzingsveld van de opdracht."))
    }
    if join.source == .region, join.role == nil {
      faults.append(.init(path, "Een toetreding uit de regio noemt een rol."))
    }
    return faults
  }

  private func guardFaults(_ guard: Guard, command: String?, at path: [String]) -> [WorkflowFault] {
    switch `guard` {
    case .all(let guards), .any(let guards): return guards.flatMap { guardFaults($0, command: command, at: path) }
    case .not(let inner): return guardFaults(inner, command: command, at: path)
    case .fact(let name, let values): return values.flatMap { value($0, of: name, at: path) }
    case .visited(let state, _): return self.state(named: state, at: path)
    case .party(let role): return roles([role], at: path)
    case .divided(let decision):
      return machine.decisions[decision] == nil ? [.init(path, "Het besluit «\(decision)» bestaat niet.")] : []
    case .decided(let decision, let option): return outcome(option, of: decision, at: path)
    case .field(let name, let values):
      guard let kind = command.flatMap({ machine.commands[$0]?.fields[name]?.kind }) else {
        return [.init(path, "De opdracht heeft geen veld «\(name)».")]
      }
      return values.flatMap {
        kind.takes($0) ? [] : [WorkflowFault(path, "Het veld «\(name)» kan die waarde niet hebben.")]
      }
    }
  }

  private func outcome(_ option: String, of decision: String, at path: [String]) -> [WorkflowFault] {
    guard let joint = machine.decisions[decision] else {
      return [.init(path, "Het besluit «\(decision)» bestaat niet.")]
    }
    let kinds = machine.commands.values.filter { $0.vote == decision }.compactMap { $0.fields[joint.field]?.kind }
    let known = kinds.contains { $0.takes(.choice(option)) }
    return known ? [] : [.init(path, "Het besluit «\(decision)» kent de uitkomst «\(option)» niet.")]
  }

  private func value(_ value: Value, of fact: String, at path: [String]) -> [WorkflowFault] {
    guard let kind = machine.facts[fact]?.kind else { return [.init(path, "Het gegeven «\(fact)» bestaat niet.")] }
    return kind.takes(value) ? [] : [.init(path, "Het gegeven «\(fact)» kan die waarde niet hebben.")]
  }

  private func kind(_ kind: Field.Kind, at path: [String]) -> [WorkflowFault] {
    switch kind {
    case .reference(let names): roles(names, at: path)
    case .list(let inner, _, _): self.kind(inner, at: path)
    case .choice(let options): options.isEmpty ? [.init(path, "Een keuze heeft ten minste één mogelijkheid.")] : []
    default: []
    }
  }

  private func state(named name: String, at path: [String]) -> [WorkflowFault] {
    machine.states[name] == nil ? [.init(path, "De toestand «\(name)» bestaat niet.")] : []
  }

  private func roles(_ names: [String], at path: [String]) -> [WorkflowFault] {
    names.filter { workflow.roles[$0] == nil }.map { .init(path, "De rol «\($0)» bestaat niet.") }
  }

  private func ground(_ name: String, at path: [String]) -> [WorkflowFault] {
    workflow.grounds[name] == nil ? [.init(path, "De grondslag «\(name)» bestaat niet.")] : []
  }
}

extension Field.Kind {
  func takes(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .text), (.date, .date), (.number, .number), (.reference, .reference): true
    case (.choice(let options), .choice(let key)): options.contains { $0.key == key }
    case (.list(let kind, _, _), .list(let values)): values.allSatisfy(kind.takes)
    default: false
    }
  }

  func isSameType(as other: Field.Kind) -> Bool {
    switch (self, other) {
    case (.text, .text), (.date, .date), (.number, .number), (.reference, .reference): true
    // A field may offer fewer options than the fact knows.
    case (.choice(let known), .choice(let offered)): Set(offered.map(\.key)).isSubset(of: known.map(\.key))
    case (.list(let left, _, _), .list(let right, _, _)): left.isSameType(as: right)
    default: false
    }
  }

  var isReference: Bool {
    switch self {
    case .reference: true
    case .list(let kind, _, _): kind.isReference
    default: false
    }
  }
}

import OrderedCollections

/// Checks every name that a machine uses against what is declared, and every value against the type of its fact.
struct ReferenceCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    for (index, start) in machine.starts.enumerated() {
      let path = path + ["start", "\(index)"]
      faults += command(named: start.command, at: path + ["command"])
      faults += transition(start.transition, command: start.command, at: path)
    }
    if machine.starts.isEmpty, !isRoot {
      faults += state(named: machine.initial, at: path + ["initial"])
    }
    faults += machine.states.flatMap { state($1, at: path + ["states", $0]) }
    faults += transitions(machine.on, at: path + ["on"])
    faults += machine.commands.flatMap { command($1, at: path + ["commands", $0]) }
    faults += machine.commands.flatMap { fields(of: $0, $1) }
    faults += machine.commands.flatMap { vouched($1, $0, at: path + ["commands", $0]) }
    faults += machine.facts.flatMap { fact($1, $0, at: path + ["facts", $0]) }
    faults += machine.decisions.flatMap { decision($1, at: path + ["decisions", $0]) }
    faults += machine.deadlines.flatMap { deadline($1, at: path + ["after", $0]) }
    return faults
  }

  private func state(_ state: State, at path: [String]) -> [WorkflowFault] {
    roles(state.audience, at: path + ["audience"]) + transitions(state.on, at: path + ["on"])
      + state.onlyBy.enumerated().flatMap { outcome($1.option, of: $1.decision, at: path + ["only", "\($0)"]) }
  }

  private func decision(_ decision: JointDecision, at path: [String]) -> [WorkflowFault] {
    var faults = roles(decision.voters, at: path + ["voters"]) + roles(decision.others, at: path + ["with"])
    if let name = decision.among { faults += electorate(name, at: path + ["among"]) }
    if let name = decision.disagreement { faults += deadline(named: name, at: path + ["disagreement"]) }
    if let name = decision.silence { faults += deadline(named: name, at: path + ["silence"]) }
    return faults
  }

  private func command(_ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    var faults = roles(command.roles, at: path + ["roles"]) + roles(command.audience ?? [], at: path + ["audience"])
    faults += roles(command.sharing?.roles ?? [], at: path + ["share", "among"])
    if command.roles.isEmpty { faults.append(.init(path + ["roles"], "Geen rol mag deze opdracht geven.")) }
    if command.grounds.isEmpty { faults.append(.init(path + ["ground"], "De opdracht noemt geen grondslag.")) }
    for (index, name) in command.grounds.enumerated() { faults += ground(name, at: path + ["ground", "\(index)"]) }
    for (name, field) in command.fields { faults += self.field(field, name, at: path + ["fields", name]) }
    faults += tooManyOtherCases(command, at: path)
    return faults + (command.ballot.map { ballot($0, in: command, at: path) } ?? [])
  }

  /// Whoever has the key of an organisation can make up people for whom it vouches: two of them are no four eyes, and what is destroyed
  /// does not come back.
  private func vouched(_ command: CommandDefinition, _ name: String, at path: [String]) -> [WorkflowFault] {
    guard command.acceptsVouched else { return [] }
    if command.ballot != nil {
      let message = "Aan een gezamenlijk besluit doet niemand mee voor wie alleen de eigen organisatie instaat."
      return [.init(path + ["vouched"], message)]
    }
    let transitions =
      machine.states.values.flatMap { $0.on[name] ?? [] } + (machine.on[name] ?? [])
      + (machine.start(by: name).map { [$0.transition] } ?? [])
    guard transitions.contains(where: { $0.erases || $0.root.contains(where: \.erases) }) else { return [] }
    let message = "Inhoud vernietigt niemand voor wie alleen de eigen organisatie instaat."
    return [
      .init(path + ["vouched"], message, basis: [.all(of: path + ["vouched"]), .all(of: self.path + ["states"])])
    ]
  }

  private func field(_ field: Field, _ name: String, at path: [String]) -> [WorkflowFault] {
    var faults = kind(field.kind, at: path)
    if field.isListed, field.kind.mostOtherCases == 0 {
      faults.append(.init(path + ["listed"], "Alleen een andere zaak kan laten zien dat zij genoemd wordt."))
    }
    guard let fact = machine.facts[name], !fact.kind.isSameType(as: field.kind) else { return faults }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["facts", name])]
    return faults + [.init(path, "Het veld heeft een ander type dan het gegeven «\(name)».", basis: basis)]
  }

  /// What the fields of a command say about the case.
  private func fields(of command: String, _ definition: CommandDefinition) -> [WorkflowFault] {
    definition.fields.flatMap { name, field -> [WorkflowFault] in
      let path = self.path + ["commands", command, "fields", name]
      let faults = field.condition.map { condition($0, command: command, at: path + ["required", "when"]) } ?? []
      guard let offer = field.offer else { return faults }
      let home = offer.isOfCase ? ReferenceCheck(index: index, key: workflow.root) : self
      let place = path + ["offer"] + (offer.isOfCase ? ["case"] : [])
      return faults + (home.machine.facts[offer.fact] == nil ? [home.unknownFact(offer.fact, at: place)] : [])
    }
  }

  private func ballot(_ ballot: Ballot, in command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    let vote = ballot.decision
    guard let decision = machine.decisions[vote] else {
      return [unknownDecision(vote, at: path + [ballot.action.rawValue])]
    }
    if ballot.action != .vote { return [] }
    if let field = command.fields[decision.field], case .choice = field.kind, field.isRequired { return [] }
    let message = "De stem staat in een verplicht keuzeveld «\(decision.field)», dat hier ontbreekt."
    let basis = [WorkflowFault.Basis.all(of: path + ["fields"]), .all(of: self.path + ["decisions", vote])]
    return [.init(path + ["vote"], message, basis: basis)]
  }

  private func fact(_ fact: Fact, _ name: String, at path: [String]) -> [WorkflowFault] {
    kind(fact.kind, at: path) + (fact.initial.map { value($0, of: name, at: path + ["initial"]) } ?? [])
  }

  private func deadline(_ deadline: Deadline, at path: [String]) -> [WorkflowFault] {
    var faults = roles(deadline.roles, at: path + ["notify"]) + ground(deadline.ground, at: path + ["ground"])
    for (index, name) in deadline.states.enumerated() {
      faults += state(named: name, at: path + ["while", "\(index)"])
    }
    faults += deadline.guard.map { condition($0, command: nil, at: path + ["guard"]) } ?? []
    for (index, warning) in deadline.warnings.enumerated() {
      faults += roles(warning.roles, at: path + ["warn", "\(index)", "to"])
    }
    for (index, reminder) in deadline.reminders.enumerated() {
      let path = path + ["remind", "\(index)"]
      faults += roles(reminder.roles, at: path + ["to"])
      for (index, join) in reminder.joins.enumerated() { faults += joinByClock(join, at: path + ["join", "\(index)"]) }
    }
    for (index, name) in deadline.suspendedIn.enumerated() {
      faults += state(named: name, at: path + ["suspend-while", "\(index)"])
    }
    faults += deadline.suspendedWhen.map { condition($0, command: nil, at: path + ["suspend-when"]) } ?? []
    for (index, join) in deadline.joins.enumerated() {
      faults += joinByClock(join, at: path + ["join", "\(index)"])
    }
    faults += consequences(deadline.root, command: nil, at: path + ["case"])
    if case .review(let target) = deadline.expiry { faults += state(named: target, at: path + ["target"]) }
    if case .fact(let name) = deadline.term { faults += date(fact: name, at: path + ["until"]) }
    if let name = deadline.beginsAfter { faults += self.deadline(named: name, at: path + ["from", "end-of"]) }
    if let name = deadline.beginsOn { faults += date(fact: name, at: path + ["from"]) }
    return faults
  }

  private func date(fact name: String, at path: [String]) -> [WorkflowFault] {
    if case .date? = machine.facts[name]?.kind { return [] }
    let basis = [WorkflowFault.Basis.names(in: self.path + ["facts"]), .all(of: self.path + ["facts", name])]
    return [.init(path, "«\(name)» is geen gegeven met een datum.", basis: basis)]
  }

  private func kind(_ kind: Field.Kind, at path: [String]) -> [WorkflowFault] {
    switch kind {
    case .reference(let names): roles(names, at: path + ["roles"])
    case .child(let name, let states): childStates(states, of: name, at: path, key: "in", machineKey: "machine")
    case .otherCase(let name, let states): otherCase(of: name, in: states, at: path)
    case .list(let inner, _, _): self.kind(inner, at: path + ["of"])
    case .choice(let options):
      options.isEmpty ? [.init(path + ["options"], "Een keuze heeft ten minste één mogelijkheid.")] : []
    default: []
    }
  }
}

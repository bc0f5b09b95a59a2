import OrderedCollections

/// Proves what an identity by which cases are compared is made of: five fields of one command that says nothing else, recorded no more often
/// than by one person's word is right, and names that are declared. Who learns of it: see ``MatchSecrecyCheck``.
struct MatchCheck {
  let index: WorkflowIndex
  private var workflow: Workflow { index.workflow }
  private var machine: Machine { workflow.rootMachine ?? Machine.nothing }
  private var root: ReferenceCheck { ReferenceCheck(index: index, key: workflow.root) }

  func faults() -> [WorkflowFault] {
    workflow.matches.flatMap { name, match in
      let path = ["match", name]
      let unknown = names(match, at: path)
      guard unknown.isEmpty else { return unknown }
      return parts(match, at: path) + further(match) + repeated(match) + states(match, at: path)
        + contact(match, at: path)
        + ask(match, at: path)
    }
  }

  // MARK: - Names

  private func names(_ match: IdentityMatch, at path: [String]) -> [WorkflowFault] {
    var faults = root.command(named: match.command, at: path + ["command"])
    if let command = machine.commands[match.command] {
      let fields = ["machines", workflow.root, "commands", match.command, "fields"]
      faults += match.parts.filter { command.fields[$0.field] == nil }.map { key, field in
        let message = "De opdracht «\(match.command)» heeft geen veld «\(field)»."
        return .init(path + [key], message, basis: [.names(in: fields)])
      }
    }
    for (index, state) in match.states.enumerated() {
      faults += root.state(named: state, at: path + ["while", "\(index)"])
    }
    faults += root.role(match.contact, at: path + ["contact"]) + root.ground(match.ground, at: path + ["ground"])
    faults += root.childStates([], of: match.found, at: path, key: "in", machineKey: "found")
    faults += match.unless.map { root.condition($0, command: nil, at: path + ["unless"]) } ?? []
    faults += match.ask.map { root.outcome($0.option, of: $0.decision, at: path + ["ask"]) } ?? []
    return faults
  }

  // MARK: - The five fields

  private func parts(_ match: IdentityMatch, at path: [String]) -> [WorkflowFault] {
    let fields = machine.commands[match.command]?.fields ?? [:]
    var seen: Set<String> = []
    return match.parts.compactMap { key, name -> WorkflowFault? in
      guard let field = fields[name] else { return nil }
      let basis = [WorkflowFault.Basis.all(of: ["machines", workflow.root])]
      func fault(_ message: String) -> WorkflowFault { .init(path + [key], message, basis: basis) }
      if !seen.insert(name).inserted { return fault("«\(name)» is hier al een ander deel van de persoon.") }
      if key == "born" {
        guard case .date = field.kind else { return fault("«\(name)» is geen datum.") }
      } else {
        guard case .text = field.kind else { return fault("«\(name)» is geen tekst.") }
      }
      if !field.isPersonal { return fault("«\(name)» zegt wie iemand is: zet er «personal: true» bij.") }
      if key == "surname", !field.isRequired {
        return fault("Zonder achternaam is niemand te herkennen: «\(name)» is altijd verplicht.")
      }
      if machine.facts[name] != nil {
        return fault("«\(name)» is ook een gegeven van de zaak, en wie iemand is hoort daar niet bij.")
      }
      return nil
    }
  }

  /// What is recorded with a name is compared with nothing, but a number there would be found in time.
  private func further(_ match: IdentityMatch) -> [WorkflowFault] {
    let known = Set(match.parts.map(\.field))
    let path = ["machines", workflow.root, "commands", match.command, "fields"]
    return (machine.commands[match.command]?.fields.keys ?? []).filter { !known.contains($0) }.map {
      let message =
        "Met wie iemand is, legt «\(match.command)» niets anders vast: «\($0)» hoort in een andere opdracht."
      return .init(path + [$0], message, basis: [.all(of: path), .all(of: ["match"])])
    }
  }

  // MARK: - How often

  /// Whoever may record a person could try names until one is found. So it is counted, or takes more than one person.
  private func repeated(_ match: IdentityMatch) -> [WorkflowFault] {
    let places = index.places(in: workflow.root).filter { $0.command == match.command && !$0.isStart }
    return places.filter { !$0.transition.boundsItself }.map {
      let message =
        "Wie de persoon is, legt één mens hoogstens \(IdentityMatch.mostChanges) keer vast: tel het (count), met een voorwaarde "
        + "«not: { fact: …, at-least: \(IdentityMatch.mostChanges) }», of vraag een besluit en ga naar een toestand."
      return .init($0.path, message, basis: [.all(of: $0.path), .all(of: ["match"])])
    }
  }

  // MARK: - Where, whom and how

  private func states(_ match: IdentityMatch, at path: [String]) -> [WorkflowFault] {
    if match.states.isEmpty { return [.init(path + ["while"], "Noem ten minste één toestand.")] }
    return match.states.enumerated().filter { machine.states[$1]?.isFinal == true }.map { index, state in
      let basis = [WorkflowFault.Basis.all(of: ["machines", workflow.root, "states", state])]
      return .init(path + ["while", "\(index)"], "In «\(state)» is de zaak voorbij.", basis: basis)
    }
  }

  private func contact(_ match: IdentityMatch, at path: [String]) -> [WorkflowFault] {
    var faults: [WorkflowFault] = []
    if workflow.roles[match.contact]?.access != .party {
      let basis = [WorkflowFault.Basis.all(of: ["roles", match.contact])]
      faults.append(.init(path + ["contact"], "De rol «\(match.contact)» leest de zaak niet als partij.", basis: basis))
    }
    let fact = IdentityMatch.contactFact
    if index.writers(of: match.found).write(fact) {
      let message = "Het gegeven «\(fact)» van «\(match.found)» zet de dienst, en geen opdracht."
      return faults + [.init(path + ["found"], message, basis: [.all(of: ["machines", match.found])])]
    }
    if case .reference? = workflow.machines[match.found]?.facts[fact]?.kind { return faults }
    let message =
      "«\(match.found)» heeft een gegeven «\(fact)» met een organisatie (reference): wie het contact van de andere zaak is."
    return faults + [.init(path + ["found"], message, basis: [.all(of: ["machines", match.found, "facts"])])]
  }

  private func ask(_ match: IdentityMatch, at path: [String]) -> [WorkflowFault] {
    guard let ask = match.ask, let decision = machine.decisions[ask.decision], decision.apart == nil else { return [] }
    let basis = [WorkflowFault.Basis.all(of: ["machines", workflow.root, "decisions", ask.decision])]
    return [
      .init(path + ["ask"], "Dadelijk vragen besluiten twee mensen: zet «apart: person» bij het besluit.", basis: basis)
    ]
  }
}

extension Transition {
  /// Whether it can be taken a few times only, or by a decision that has to be taken again each time.
  fileprivate var boundsItself: Bool {
    requirements.contains { requirement in
      requirement.guard.conjuncts.contains { part in
        switch part {
        case .not(.reached(let fact, let least)): least <= IdentityMatch.mostChanges && counts.contains(fact)
        // Entering a state, votes begin anew.
        case .decided: target != nil
        default: false
        }
      }
    }
  }
}

extension Guard {
  /// Guards that all hold when it does.
  fileprivate var conjuncts: [Guard] { if case .all(let guards) = self { guards.flatMap(\.conjuncts) } else { [self] } }
}

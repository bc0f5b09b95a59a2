import OrderedCollections

/// Checks what commands share by name: that there is somebody to name, who does not read it anyhow, and that nothing else tells others
/// what is kept from them.
struct SharingCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    machine.commands.flatMap { name, command -> [WorkflowFault] in
      guard let sharing = command.sharing else { return [] }
      let path = path + ["commands", name, "share"]
      return place(name, command, at: path) + named(sharing, by: command, at: path)
        + roles(sharing, of: name, at: path + ["among"])
        + (sharing.exception.map { exception($0, of: name, command, at: path + ["not"]) } ?? [])
    }
  }

  /// Whoever may read the votes is told of each of them, and of nothing less.
  private func place(_ name: String, _ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    if let ballot = command.ballot {
      let basis = [WorkflowFault.Basis.all(of: path), .all(of: Array(path.dropLast()) + [ballot.action.rawValue])]
      let message = "«share» gaat niet samen met «\(ballot.action.rawValue)»: stemmen leest wie over het besluit leest."
      return [.init(path, message, basis: basis)]
    }
    guard machine.begins(by: name) else { return [] }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: self.path + ["start"])]
    return [.init(path, "Als een zaak begint, is er nog niemand om mee te delen.", basis: basis)]
  }

  private func named(_ sharing: Sharing, by command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    let fields = Array(path.dropLast()) + ["fields"]
    guard let field = command.fields[sharing.field] else {
      let basis = [WorkflowFault.Basis.names(in: fields)]
      return [.init(path + ["with"], "Het veld «\(sharing.field)» bestaat niet.", basis: basis)]
    }
    guard field.kind.namesOrganisations else {
      let message = "Het veld «\(sharing.field)» noemt geen organisaties."
      return [.init(path + ["with"], message, basis: [.all(of: path), .all(of: fields + [sharing.field])])]
    }
    let asked = field.kind.askedRoles
    if asked.isEmpty || sharing.roles.isEmpty || !Set(asked).isDisjoint(with: sharing.roles) { return [] }
    let message = "Wie «\(sharing.field)» kan noemen, heeft geen rol van «among»."
    return [.init(path + ["with"], message, basis: [.all(of: path), .all(of: fields + [sharing.field])])]
  }

  private func roles(_ sharing: Sharing, of command: String, at path: [String]) -> [WorkflowFault] {
    guard !sharing.roles.isEmpty else { return [.init(path, "Noem ten minste één rol waarin gedeeld wordt.")] }
    let faults = sharing.roles.enumerated().flatMap { index, role in
      self.role(role, of: command, at: path + ["\(index)"])
    }
    guard faults.isEmpty, sharing.exception == nil, let audiences = audiences(of: command),
      audiences.allSatisfy({ Set(sharing.roles).isSubset(of: $0) })
    else { return faults }
    return [.init(path, "Wie in deze rollen wordt genoemd, leest het ook ongenoemd.", basis: basis)]
  }

  private var basis: [WorkflowFault.Basis] { ["commands", "states", "on"].map { .all(of: path + [$0]) } }

  /// The states in which a command can be given.
  private func states(of command: String) -> [State] {
    machine.states.filter { !machine.transitions(for: command, in: $0.key).isEmpty }.map(\.value)
  }

  /// Who reads the entry unnamed, in each state to which it may lead; `nil` where that does not follow from the command alone.
  private func audiences(of command: String) -> [[String]]? {
    if let own = machine.commands[command]?.audience { return [own] }
    let places = index.places(in: key).filter { $0.command == command && $0.machine == key && !$0.isStart }
    let targets = places.flatMap { place in
      place.transition.target.map { [$0] } ?? place.sources ?? []
    }
    return targets.isEmpty ? nil : targets.compactMap { machine.states[$0]?.audience }
  }

  /// Whoever is named reads of a phase, and of a part, which the role may see somewhere. A part is seen by its state alone, so there it is
  /// every state in which the command is given.
  private func role(_ role: String, of command: String, at path: [String]) -> [WorkflowFault] {
    guard let access = workflow.roles[role]?.access else { return [] }
    guard access == .party else {
      let message = "In de rol «\(role)» leest niemand de zaak als partij (access: \(access.rawValue))."
      return [.init(path, message, basis: [.all(of: path), .all(of: ["roles", role])])]
    }
    let audiences = states(of: command).map(\.audience)
    let seen = audiences.filter { $0.contains(role) }
    if audiences.isEmpty || (isRoot ? !seen.isEmpty : seen.count == audiences.count) { return [] }
    let message =
      isRoot
      ? "De rol «\(role)» hoort nergens waar deze opdracht wordt gegeven."
      : "De rol «\(role)» hoort niet overal waar deze opdracht wordt gegeven, en kent dan dit onderdeel niet."
    return [.init(path, message, basis: basis + [.all(of: path)])]
  }

  // MARK: - What is kept

  /// It is said each time, and what is kept changes nothing that others are shown, count or are asked by.
  private func exception(
    _ exception: Sharing.Exception,
    of name: String,
    _ command: CommandDefinition,
    at path: [String]
  ) -> [WorkflowFault] {
    let fields = self.path + ["commands", name, "fields"]
    guard let field = command.fields[exception.field] else {
      let basis = [WorkflowFault.Basis.names(in: fields)]
      return [.init(path + ["field"], "Het veld «\(exception.field)» bestaat niet.", basis: basis)]
    }
    let basis = [WorkflowFault.Basis.all(of: path), .all(of: fields + [exception.field])]
    guard case .choice(let options) = field.kind, field.isRequired else {
      let message = "Of iets gedeeld mag worden, staat in een verplicht keuzeveld."
      return [.init(path + ["field"], message, basis: basis)]
    }
    guard options.contains(where: { $0.key == exception.option }) else {
      return [.init(path + ["is"], "De keuze «\(exception.option)» bestaat niet.", basis: basis)]
    }
    return revealing(name, command)
  }

  private func revealing(_ name: String, _ command: CommandDefinition) -> [WorkflowFault] {
    let basis = basis + [.all(of: path + ["facts"])]
    let recorded = command.fields.keys.filter { machine.facts[$0] != nil }.map { field in
      WorkflowFault(
        path + ["commands", name, "fields", field],
        "Wat niet gedeeld hoeft te worden, wordt geen gegeven van de zaak: daaraan zien anderen het.",
        basis: basis
      )
    }
    let changing = index.places(in: key).filter {
      $0.command == name && $0.machine == key && !$0.isStart && $0.transition.changesSomething
    }
    return recorded
      + changing.map {
        .init($0.path, "Wat niet gedeeld hoeft te worden, verandert niets: daaraan zien anderen het.", basis: basis)
      }
  }
}

extension Field.Kind {
  fileprivate var namesOrganisations: Bool {
    switch self {
    case .reference: true
    case .list(let inner, _, _): inner.namesOrganisations
    case .text, .date, .number, .choice, .child, .otherCase: false
    }
  }
}

extension Transition {
  /// Whether it does more than record what was said.
  fileprivate var changesSomething: Bool {
    var rest = self
    rest.requirements = []
    return rest != Transition()
  }
}

import OrderedCollections

/// Checks when fields are required: by what the sender says elsewhere in the command and by facts that whoever gives the
/// command may read, in one direction, and neither always nor never.
struct RequirementCheck: MachineCheck {
  let index: WorkflowIndex
  let key: String

  func faults() -> [WorkflowFault] {
    machine.commands.flatMap { name, command -> [WorkflowFault] in
      let path = path + ["commands", name, "fields"]
      return command.fields.flatMap { field, declared -> [WorkflowFault] in
        guard let condition = declared.condition else { return [] }
        let place = path + [field, "required", "when"]
        // What names or values are wrong is told of these.
        guard ReferenceCheck(index: index, key: key).condition(condition, command: name, at: place).isEmpty else {
          return []
        }
        let foreign = foreign(condition, command, at: place)
        if !foreign.isEmpty { return foreign }
        return unread(condition, name, at: place) + ring(field, command.fields, at: place)
          + constant(condition, command, at: place)
      }
    }
  }

  // MARK: - What it may be about

  private func foreign(_ condition: Guard, _ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    switch condition {
    case .all(let guards): guards.enumerated().flatMap { foreign($1, command, at: path + ["all", "\($0)"]) }
    case .any(let guards): guards.enumerated().flatMap { foreign($1, command, at: path + ["any", "\($0)"]) }
    case .not(let inner): foreign(inner, command, at: path + ["not"])
    case .root(let inner): ofCase(inner, at: path + ["case"])
    case .fact(let name, _), .reached(let name, _), .recent(.fact(let name), _): shadowed(name, command, at: path)
    case .field, .recent(.field, _), .ground: []
    case .decided, .divided, .visited, .state, .expired, .party, .sender, .voted, .children: [notHere(path)]
    }
  }

  private func notHere(_ path: [String]) -> WorkflowFault {
    .init(path, "Of een veld verplicht is, hangt van velden, de grondslag en gegevens af, en van niets anders.")
  }

  private func ofCase(_ condition: Guard, at path: [String]) -> [WorkflowFault] {
    if isRoot { return [.init(path, "Deze voorwaarde gaat al over de zaak: laat «case» weg.")] }
    switch condition {
    case .all(let guards): return guards.enumerated().flatMap { ofCase($1, at: path + ["all", "\($0)"]) }
    case .any(let guards): return guards.enumerated().flatMap { ofCase($1, at: path + ["any", "\($0)"]) }
    case .not(let inner): return ofCase(inner, at: path + ["not"])
    case .fact, .reached, .recent(.fact, _): return []
    default: return [notHere(path)]
    }
  }

  /// The fact is that of before the command, which somebody who reads the file would not expect.
  private func shadowed(_ fact: String, _ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    guard command.fields[fact] != nil else { return [] }
    return [.init(path + ["fact"], "«\(fact)» is ook een veld van deze opdracht: vraag naar het veld (field).")]
  }

  // MARK: - Who is told

  /// Whether the field is required says what the fact is to whoever may give the command, in every phase in which it is given. Of a case that begins, everybody knows the first facts.
  private func unread(_ condition: Guard, _ command: String, at path: [String]) -> [WorkflowFault] {
    if machine.begins(by: command) { return [] }
    return workflow.parts(.init(path: path, machine: key, states: nil, guard: condition)).flatMap {
      part -> [WorkflowFault] in
      switch part.guard {
      case .fact(let fact, _), .reached(let fact, _), .recent(.fact(let fact), _):
        unread(fact, of: part.machine, by: command, .always, at: part.path + ["fact"])
      default: []
      }
    }
  }

  // MARK: - In one direction

  /// Whoever fills in a form from top to bottom can know what is required.
  private func ring(_ field: String, _ fields: OrderedDictionary<String, Field>, at path: [String]) -> [WorkflowFault] {
    var (seen, next): (Set<String>, [String]) = ([], [field])
    while let name = next.popLast() {
      for other in fields[name]?.condition?.fields ?? [] {
        if other == field {
          let message =
            name == field
            ? "Of dit veld verplicht is, hangt van het veld zelf af."
            : "Of dit veld verplicht is, hangt via «\(name)» van het veld zelf af."
          return [.init(path, message, basis: [.all(of: Array(path.dropLast(3)))])]
        }
        if seen.insert(other).inserted { next.append(other) }
      }
    }
    return []
  }

  // MARK: - Neither always nor never

  private func constant(_ condition: Guard, _ command: CommandDefinition, at path: [String]) -> [WorkflowFault] {
    let table = ConditionTable(condition, command, machine: machine, root: workflow.rootMachine ?? Machine.nothing)
    guard let constant = table.constant else { return [] }
    let basis = [WorkflowFault.Basis.all(of: Array(path.dropLast(3))), .all(of: self.path + ["facts"])]
    let message =
      constant ? "Dit geldt altijd: schrijf «required: true»." : "Dit geldt nooit: laat «required» dan weg."
    return [.init(path, message, basis: basis)]
  }
}

extension Guard {
  /// The fields of the command that it is about.
  fileprivate var fields: [String] {
    switch self {
    case .all(let guards), .any(let guards): guards.flatMap(\.fields)
    case .not(let inner): inner.fields
    case .field(let name, _), .recent(.field(let name), _): [name]
    default: []
    }
  }
}

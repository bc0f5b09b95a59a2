import OrderedCollections

extension Decider {
  /// The role in which the actor may give the command.
  /// - Parameter roles: those its organisation holds, in the case or (to start one) in the directory.
  func entitled(
    _ actor: Actor,
    to definition: CommandDefinition,
    holding roles: Set<String>
  ) throws(Refusal) -> String {
    let role = definition.roles.first { actor.roles.contains($0) && roles.contains($0) }
    guard let role else {
      throw .notEntitled(rule: Rules.roles(definition, workflow))
    }
    return role
  }

  /// The fields as values; all that is wrong with them at once.
  func accepted(
    _ inputs: [String: Input],
    for definition: CommandDefinition
  ) throws(Refusal) -> [String: Value] {
    let today = Amsterdam.date(at: now)
    var values: [String: Value] = [:]
    var faults: [Refusal.FieldFault] = []
    for (name, field) in definition.fields {
      switch field.accept(inputs[name], today: today, directory: directory) {
      case .success(let value): values[name] = value
      case .failure(let fault): faults.append(.init(field: name, message: "\(field.label) \(fault.message)."))
      }
    }
    for name in inputs.keys.sorted() where definition.fields[name] == nil {
      faults.append(.init(field: name, message: "Deze opdracht kent dit veld niet."))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    return values
  }

  /// The ground that the command rests on: the only one, or the one the sender named.
  func chosen(_ ground: String?, for definition: CommandDefinition) throws(Refusal) -> String {
    let today = Amsterdam.date(at: now)
    let valid = definition.grounds.filter { workflow.grounds[$0]?.isValid(on: today) ?? false }
    guard let ground = ground ?? (definition.grounds.count == 1 ? definition.grounds.first : nil) else {
      throw .invalid([.init(field: "grondslag", message: Rules.nameGround(valid))])
    }
    guard valid.contains(ground) else {
      throw .invalid([.init(field: "grondslag", message: Rules.otherGround(valid))])
    }
    return ground
  }
}

import OrderedCollections

extension Decider {
  /// The role in which the command may be given.
  /// - Parameter roles: those the actor holds, in the case or (to start one) in the directory.
  func entitled(to definition: CommandDefinition, holding roles: Set<String>) throws(Refusal) -> String {
    guard let role = definition.roles.first(where: roles.contains) else {
      throw .notEntitled(rule: Rules.roles(definition, workflow))
    }
    return role
  }

  /// The fields as values; all that is wrong with them at once.
  func accepted(
    _ inputs: [String: Input],
    for definition: CommandDefinition,
    in instance: Case
  ) throws(Refusal) -> [String: Value] {
    let surroundings = Field.Surroundings(today: today, directory: directory, instance: instance)
    var values: [String: Value] = [:]
    var faults: [Refusal.FieldFault] = []
    for (name, field) in definition.fields {
      switch field.accept(inputs[name], in: surroundings) {
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

import OrderedCollections

extension Decider {
  /// The role in which the command may be given.
  /// - Parameter roles: those the actor holds, in the case or (to start one) in the directory.
  func entitled(to definition: CommandDefinition, holding roles: Set<String>) throws(Refusal) -> String {
    guard let role = definition.roles.first(where: roles.contains) else {
      let roles = definition.roles.map { workflow.roles[$0]?.label ?? $0 }
      throw .notEntitled(.role(command: definition.label, roles: roles))
    }
    return role
  }

  /// Whoever is known by the word of the organisation alone gives only commands that accept it, and those of a joint decision never. A
  /// command that asks a level is given by whoever signed in at one of its levels.
  func requireProof(of actor: Actor, for definition: CommandDefinition) throws(Refusal) {
    if actor.isVouched, !definition.acceptsVouched || definition.ballot != nil {
      throw .broken(.vouchedNotAccepted(command: definition.label))
    }
    guard definition.accepts(actor.authentication) else {
      throw .insufficientAuthentication(command: definition.label, levels: definition.authentication)
    }
  }

  /// The fields as values, and everything that is wrong with them.
  /// - Parameter situation: before the command, with its ground; `nil` when nothing is known of the case.
  func accepted(
    _ inputs: [String: Input],
    for definition: CommandDefinition,
    in instance: Case,
    naming otherCases: [String: OtherCase] = [:],
    _ situation: Situation?
  ) -> (values: [String: Value], faults: [Refusal.FieldFault]) {
    let surroundings = Field.Surroundings(
      today: today,
      directory: directory,
      instance: instance,
      workflow: workflow,
      otherCases: otherCases
    )
    var values: [String: Value] = [:]
    var faults: [Refusal.FieldFault] = []
    for (name, field) in definition.fields {
      switch field.accept(inputs[name], in: surroundings) {
      case .success(let value): values[name] = value
      case .failure(let fault): faults.append(.init(field: name, fault: .value(fault, label: field.label)))
      }
    }
    faults += numbered(values, of: definition)
    if let situation { faults += missing(values, refused: faults.map(\.field), of: definition, in: situation) }
    faults += Self.unknown(inputs.keys.filter { definition.fields[$0] == nil }.sorted())
    return (values, faults)
  }

  /// The names of a person that hold the number of one: no number is to be compared, nor kept with them.
  private func numbered(_ values: [String: Value], of definition: CommandDefinition) -> [Refusal.FieldFault] {
    guard !workflow.matches.isEmpty else { return [] }
    let named = workflow.matches.values.filter { workflow.rootMachine?.commands[$0.command] == definition }
    return Set(named.flatMap { $0.parts.map(\.field) }).sorted().compactMap { name in
      guard case .text(let text)? = values[name], text.holdsCitizenNumber, let field = definition.fields[name] else {
        return nil
      }
      return .init(field: name, fault: .value(.citizenNumber, label: field.label))
    }
  }

  /// The fields that have to have a value because of what is said elsewhere. A field whose value was refused may have meant anything.
  private func missing(
    _ values: [String: Value],
    refused: [String],
    of definition: CommandDefinition,
    in situation: Situation
  ) -> [Refusal.FieldFault] {
    guard definition.fields.values.contains(where: { $0.condition != nil }) else { return [] }
    var said = situation
    said.fields = values
    if !refused.isEmpty { said.unsaidFields = Set(refused) }
    return definition.fields.compactMap { name, field in
      guard let condition = field.condition, values[name] == nil, !refused.contains(name),
        said.verdict(condition) == true
      else { return nil }
      let labels = condition.labels(definition, in: situation.focus.machine, of: workflow)
      return .init(field: name, fault: .value(.requiredHere(labels), label: field.label))
    }
  }

  /// The first few by name, the rest by their number: the answer is stored for as long as a command can be repeated.
  private static func unknown(_ names: [String]) -> [Refusal.FieldFault] {
    let named = names.prefix(20).map { Refusal.FieldFault(field: $0, fault: .unknownField) }
    guard names.count > named.count else { return named }
    return named + [.init(field: "velden", fault: .unknownFields(names.count - named.count))]
  }

  /// The ground of the command: the only one, or the one that the sender named.
  func chosen(_ ground: String?, for definition: CommandDefinition) -> Result<String, Refusal.FieldFault> {
    let valid = workflow.grounds(of: definition, validOn: today)
    guard let ground = ground ?? (definition.grounds.count == 1 ? definition.grounds.first : nil) else {
      return .failure(.init(field: "grondslag", fault: .groundMissing(valid)))
    }
    guard valid.contains(ground) else {
      return .failure(.init(field: "grondslag", fault: .groundNotValid(valid)))
    }
    return .success(ground)
  }
}

import OrderedCollections

extension Field {
  /// Checks an input against the field.
  /// - Returns: the value, `nil` for a field left empty that need not always have one, or what is wrong.
  func accept(_ input: Input?, in surroundings: Surroundings) -> Result<Value?, ValueFault> {
    guard let input, input != .null, input != .string("") else {
      return isRequired ? .failure(.required) : .success(nil)
    }
    return kind.accept(input, in: surroundings).map(Optional.some)
  }

  /// What a value is checked against.
  struct Surroundings {
    /// The local date of the decision.
    var today: CivilDate
    var directory: Directory
    var instance: Case
    var workflow: Workflow
    /// Those that the sender may know of, by the text that names each.
    var otherCases: [String: OtherCase] = [:]

    /// The label of a condition that the organisation lacks for each of these roles that it holds; `nil` when it can be given one of them, or
    /// has it in the case already: what runs out later ends nothing.
    func missing(_ roles: [String], of organisation: Organisation) -> String? {
      guard !workflow.conditions.isEmpty else { return nil }
      let present = instance.party(organisation.number)?.roles ?? []
      var lacking: [String] = []
      for role in roles where organisation.roles.contains(role) {
        guard !present.contains(role),
          let condition = workflow.roles[role].flatMap({ organisation.missing($0, on: today) })
        else { return nil }
        lacking.append(condition)
      }
      return lacking.first.map { workflow.conditions[$0] ?? $0 }
    }
  }
}

extension Field.Kind {
  func accept(_ input: Input, in surroundings: Field.Surroundings) -> Result<Value, ValueFault> {
    switch self {
    case .text(let maximum): acceptText(input, maximum: maximum)
    case .date(let within, let past): acceptDate(input, within: within, past: past, today: surroundings.today)
    case .number(let minimum, let maximum): acceptNumber(input, minimum: minimum, maximum: maximum)
    case .choice(let options): acceptChoice(input, options: options)
    case .reference(let roles): acceptReference(input, roles: roles, in: surroundings)
    case .child(let machine, let states):
      acceptChild(input, machine: machine, states: states, in: surroundings.instance)
    case .otherCase(let workflow, let states):
      acceptOtherCase(input, of: workflow, states: states, among: surroundings.otherCases)
    case .list(let kind, let minimum, let maximum):
      acceptList(input, of: kind, count: minimum...maximum, in: surroundings)
    }
  }

  private func acceptText(_ input: Input, maximum: Int) -> Result<Value, ValueFault> {
    guard case .string(let text) = input else { return .failure(.notText) }
    do throws(TextFault) { return .success(.text(try TextRule.lines(upTo: maximum).accept(text))) } catch {
      return .failure(.text(error))
    }
  }

  private func acceptDate(
    _ input: Input,
    within: Length?,
    past: Bool,
    today: CivilDate
  ) -> Result<Value, ValueFault> {
    // The answer is the same, whatever is wrong with the date.
    guard case .string(let text) = input, let date = try? CivilDate(iso8601: text) else {
      return .failure(.notDate)
    }
    if past, date > today { return .failure(.inFuture) }
    if let within {
      guard date > today else { return .failure(.notInFuture) }
      guard date <= today.adding(within) else {
        return .failure(.tooFarAhead(within))
      }
    }
    return .success(.date(date))
  }

  private func acceptNumber(_ input: Input, minimum: Int64?, maximum: Int64?) -> Result<Value, ValueFault> {
    guard case .number(let number) = input else { return .failure(.notNumber) }
    if let minimum, number < minimum { return .failure(.belowMinimum(minimum)) }
    if let maximum, number > maximum { return .failure(.aboveMaximum(maximum)) }
    return .success(.number(number))
  }

  private func acceptChoice(_ input: Input, options: [Field.Option]) -> Result<Value, ValueFault> {
    guard case .string(let key) = input, options.contains(where: { $0.key == key }) else {
      return .failure(.notAnOption(options.map(\.key)))
    }
    return .success(.choice(key))
  }

  private func acceptReference(
    _ input: Input,
    roles: [String],
    in surroundings: Field.Surroundings
  ) -> Result<Value, ValueFault> {
    guard case .string(let number) = input, let organisation = surroundings.directory.organisations[number],
      organisation.takesPart
    else {
      return .failure(.unknownOrganisation)
    }
    guard roles.isEmpty || !organisation.roles.isDisjoint(with: roles) else {
      return .failure(.organisationWithoutRole(roles))
    }
    if let condition = surroundings.missing(roles, of: organisation) { return .failure(.conditionMissing(condition)) }
    return .success(.reference(number))
  }

  private func acceptChild(
    _ input: Input,
    machine: String,
    states: [String],
    in instance: Case
  ) -> Result<Value, ValueFault> {
    guard case .string(let id) = input, let child = instance.children[id], child.machine == machine else {
      return .failure(.unknownPart(machine: machine))
    }
    guard states.isEmpty || states.contains(child.state) else {
      return .failure(.partNotInState(states))
    }
    return .success(.child(id))
  }

  /// A case that there is not, one that is not the sender's, one of another workflow and one whose state is not for the sender are
  /// one and the same.
  private func acceptOtherCase(
    _ input: Input,
    of workflow: String,
    states: [String],
    among otherCases: [String: OtherCase]
  ) -> Result<Value, ValueFault> {
    guard case .string(let text) = input, let other = otherCases[text], other.workflow == workflow else {
      return .failure(.unknownOtherCase(workflow: workflow))
    }
    if states.isEmpty { return .success(.otherCase(other.id)) }
    guard let state = other.state else { return .failure(.unknownOtherCase(workflow: workflow)) }
    return states.contains(state) ? .success(.otherCase(other.id)) : .failure(.otherCaseNotInState(states))
  }

  private func acceptList(
    _ input: Input,
    of kind: Field.Kind,
    count: ClosedRange<Int>,
    in surroundings: Field.Surroundings
  ) -> Result<Value, ValueFault> {
    guard case .list(let items) = input else { return .failure(.notList) }
    guard count.contains(items.count) else {
      return .failure(.wrongCount(count))
    }
    var values: [Value] = []
    for (index, item) in items.enumerated() {
      switch kind.accept(item, in: surroundings) {
      case .success(let value): values.append(value)
      case .failure(let fault): return .failure(.item(index + 1, fault))
      }
    }
    return .success(.list(values))
  }
}

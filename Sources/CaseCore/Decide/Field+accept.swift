import OrderedCollections

extension Field {
  /// Holds an input against the field.
  /// - Returns: the value, `nil` for an optional field left empty, or what is wrong, in Dutch.
  func accept(_ input: Input?, in surroundings: Surroundings) -> Result<Value?, Fault> {
    guard let input, input != .null, input != .string("") else {
      return isRequired ? .failure(Fault("is verplicht")) : .success(nil)
    }
    return kind.accept(input, in: surroundings).map(Optional.some)
  }

  /// What a value is held against.
  struct Surroundings {
    /// The local date of the decision.
    var today: CivilDate
    var directory: Directory
    var instance: Case
  }

  /// What is wrong with a field, as the end of a sentence that begins with its name.
  struct Fault: Error {
    let message: String
    init(_ message: String) { self.message = message }
  }
}

extension Field.Kind {
  func accept(_ input: Input, in surroundings: Field.Surroundings) -> Result<Value, Field.Fault> {
    switch self {
    case .text(let maximum): acceptText(input, maximum: maximum)
    case .date(let within, let past): acceptDate(input, within: within, past: past, today: surroundings.today)
    case .number(let minimum, let maximum): acceptNumber(input, minimum: minimum, maximum: maximum)
    case .choice(let options): acceptChoice(input, options: options)
    case .reference(let roles): acceptReference(input, roles: roles, directory: surroundings.directory)
    case .child(let machine, let states):
      acceptChild(input, machine: machine, states: states, in: surroundings.instance)
    case .list(let kind, let minimum, let maximum):
      acceptList(input, of: kind, count: minimum...maximum, in: surroundings)
    }
  }

  private func acceptText(_ input: Input, maximum: Int) -> Result<Value, Field.Fault> {
    guard case .string(let text) = input else { return .failure(.init("moet tekst zijn")) }
    do throws(TextFault) { return .success(.text(try TextRule.lines(upTo: maximum).accept(text))) } catch {
      return .failure(.init(error.message))
    }
  }

  private func acceptDate(
    _ input: Input,
    within: Length?,
    past: Bool,
    today: CivilDate
  ) -> Result<Value, Field.Fault> {
    // Whatever is wrong with the date, the answer is the same.
    guard case .string(let text) = input, let date = try? CivilDate(iso8601: text) else {
      return .failure(.init("moet een datum zijn in de vorm jjjj-mm-dd"))
    }
    if past, date > today { return .failure(.init("mag niet in de toekomst liggen")) }
    if let within {
      guard date > today else { return .failure(.init("moet na vandaag liggen")) }
      guard date <= today.adding(within) else {
        return .failure(.init("mag hoogstens \(within.dutch) na vandaag liggen"))
      }
    }
    return .success(.date(date))
  }

  private func acceptNumber(_ input: Input, minimum: Int64?, maximum: Int64?) -> Result<Value, Field.Fault> {
    guard case .number(let number) = input else { return .failure(.init("moet een geheel getal zijn")) }
    if let minimum, number < minimum { return .failure(.init("moet ten minste \(minimum) zijn")) }
    if let maximum, number > maximum { return .failure(.init("mag hoogstens \(maximum) zijn")) }
    return .success(.number(number))
  }

  private func acceptChoice(_ input: Input, options: [Field.Option]) -> Result<Value, Field.Fault> {
    guard case .string(let key) = input, options.contains(where: { $0.key == key }) else {
      return .failure(.init("moet een van deze zijn: \(options.map(\.key).joined(separator: ", "))"))
    }
    return .success(.choice(key))
  }

  private func acceptReference(
    _ input: Input,
    roles: [String],
    directory: Directory
  ) -> Result<Value, Field.Fault> {
    guard case .string(let number) = input, let organisation = directory.organisations[number] else {
      return .failure(.init("moet het OIN van een ingeschreven organisatie zijn"))
    }
    guard roles.isEmpty || !organisation.roles.isDisjoint(with: roles) else {
      return .failure(.init("moet een organisatie zijn met de rol \(roles.joined(separator: " of "))"))
    }
    return .success(.reference(number))
  }

  private func acceptChild(
    _ input: Input,
    machine: String,
    states: [String],
    in instance: Case
  ) -> Result<Value, Field.Fault> {
    guard case .string(let id) = input, let child = instance.children[id], child.machine == machine else {
      return .failure(.init("moet een bestaand onderdeel zijn, zoals \(machine)-1"))
    }
    guard states.isEmpty || states.contains(child.state) else {
      return .failure(.init("moet een onderdeel zijn in de fase \(states.joined(separator: " of "))"))
    }
    return .success(.child(id))
  }

  private func acceptList(
    _ input: Input,
    of kind: Field.Kind,
    count: ClosedRange<Int>,
    in surroundings: Field.Surroundings
  ) -> Result<Value, Field.Fault> {
    guard case .list(let items) = input else { return .failure(.init("moet een lijst zijn")) }
    guard count.contains(items.count) else {
      return .failure(.init("moet \(count.lowerBound) tot \(count.upperBound) onderdelen hebben"))
    }
    var values: [Value] = []
    for (index, item) in items.enumerated() {
      switch kind.accept(item, in: surroundings) {
      case .success(let value): values.append(value)
      case .failure(let fault): return .failure(.init("onderdeel \(index + 1) \(fault.message)"))
      }
    }
    return .success(.list(values))
  }
}

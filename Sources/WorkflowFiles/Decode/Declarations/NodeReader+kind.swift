import CaseCore

extension NodeReader {
  /// A group that declares a kind, besides other keys.
  func kindGroup(_ keys: [String] = []) -> GroupReader? {
    var word: KindWord?
    if case .scalar(let text, _)? = node["type"]?.value.content { word = KindWord(rawValue: text) }
    // When the kind is unclear, a key that belongs to any kind is no fault.
    let more = word?.keys ?? KindWord.allCases.flatMap(\.keys)
    return group(keys + ["type"] + more)
  }
}

extension GroupReader {
  func kind() -> Field.Kind? {
    switch required("type")?.word(KindWord.self) {
    case .text: .text(maximumLength: textLength() ?? Field.longestText)
    case .date: date()
    case .number: number()
    case .choice: .choice(options: options())
    case .reference: .reference(roles: optional("roles")?.names() ?? [])
    case .child: child()
    case .otherCase: otherCase()
    case .list: list()
    case nil: nil
    }
  }

  private func child() -> Field.Kind? {
    let states = optional("in")?.names() ?? []
    return required("machine")?.name().map { .child(machine: $0, states: states) }
  }

  private func otherCase() -> Field.Kind? {
    let states = optional("in")?.names() ?? []
    return required("workflow")?.name().map { .otherCase(workflow: $0, states: states) }
  }

  private func textLength() -> Int? {
    guard let reader = optional("max"), let length = reader.count(atLeast: 1) else { return nil }
    guard length <= Field.longestText else {
      reader.fault("Een tekst is hoogstens \(Field.longestText) tekens lang.")
      return nil
    }
    return length
  }

  private func date() -> Field.Kind {
    let past = optional("past")?.flag() ?? false
    let within = optional("within")?.length()
    if past, within != nil {
      optional("past")?.fault("Een datum met «within» ligt na vandaag, en kan dus niet in het verleden liggen.")
    }
    if within?.unit == .hours { optional("within")?.fault("Een datum is geen aantal uren ver weg.") }
    return .date(within: within, past: past)
  }

  private func number() -> Field.Kind {
    let minimum = optional("min")?.number()
    let maximum = optional("max")?.number()
    if let minimum, let maximum, maximum < minimum { optional("max")?.fault("«max» is kleiner dan «min».") }
    return .number(minimum: minimum, maximum: maximum)
  }

  private func options() -> [Field.Option] {
    required("options")?.entries().map { .init(key: $0.name, label: $0.reader.text() ?? "") } ?? []
  }

  private func list() -> Field.Kind? {
    let minimum = optional("min")?.count(atLeast: 0) ?? 0
    let maximum = required("max")?.count(atLeast: 1)
    let inner = required("of")?.kindGroup()?.kind()
    guard let inner, let maximum else { return nil }
    guard minimum <= maximum else {
      optional("max")?.fault("«max» is kleiner dan «min».")
      return nil
    }
    return .list(of: inner, minimum: minimum, maximum: maximum)
  }
}

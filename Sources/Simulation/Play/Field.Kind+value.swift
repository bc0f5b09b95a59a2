import CaseCore

extension Field.Kind {
  /// The value of an input of this kind; `nil` when it has none.
  func value(of input: Input) -> Value? {
    switch (self, input) {
    case (.text, .string(let text)): .text(text)
    // The engine refused an invalid date; here it is no value.
    case (.date, .string(let text)): (try? CivilDate(iso8601: text)).map(Value.date)
    case (.number, .number(let number)): .number(number)
    case (.choice, .string(let key)): .choice(key)
    case (.reference, .string(let number)): .reference(number)
    case (.child, .string(let id)): .child(id)
    // By the names of an environment, which are their ids too.
    case (.otherCase, .string(let id)): .otherCase(id)
    case (.list(let kind, _, _), .list(let items)): .list(items.compactMap(kind.value))
    default: nil
    }
  }
}

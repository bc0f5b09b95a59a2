import CaseCore

extension Field.Kind {
  /// The value that an input of this kind stands for; `nil` when it stands for none.
  func value(of input: Input) -> Value? {
    switch (self, input) {
    case (.text, .string(let text)): .text(text)
    // A date that is none was refused by the engine; here it is no value.
    case (.date, .string(let text)): (try? CivilDate(iso8601: text)).map(Value.date)
    case (.number, .number(let number)): .number(number)
    case (.choice, .string(let key)): .choice(key)
    case (.reference, .string(let number)): .reference(number)
    case (.child, .string(let id)): .child(id)
    case (.list(let kind, _, _), .list(let items)): .list(items.compactMap(kind.value))
    default: nil
    }
  }
}

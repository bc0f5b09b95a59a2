import CaseCore

extension NodeReader {
  /// A value of a kind. The check of the workflow finds out whether a choice has the option.
  func value(of kind: Field.Kind) -> Value? {
    switch kind {
    case .text: text().map(Value.text)
    case .date: date().map(Value.date)
    case .number: number().map(Value.number)
    case .choice: scalar(expecting: "een keuze").map(Value.choice)
    case .reference: scalar(expecting: "een OIN").map(Value.reference)
    case .child: scalar(expecting: "een onderdeel").map(Value.child)
    case .list(let inner, _, _): .list(items().compactMap { $0.value(of: inner) })
    }
  }
}

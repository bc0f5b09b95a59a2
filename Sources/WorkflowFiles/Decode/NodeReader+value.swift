import CaseCore

extension NodeReader {
  /// A value of a kind. Whether a choice has the option is for the check of the workflow, which knows what it is for.
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

import CaseCore

extension NodeReader {
  /// Cases come and go, and a workflow is about all of them.
  private func noOtherCase() -> Value? {
    fault("Een werkstroom noemt zelf geen zaak: alleen wie een opdracht geeft doet dat.")
    return nil
  }

  /// A value of a kind. The check of the workflow finds out whether a choice has the option.
  func value(of kind: Field.Kind) -> Value? {
    switch kind {
    case .text: text().map(Value.text)
    case .date: date().map(Value.date)
    case .number: number().map(Value.number)
    case .choice: scalar(expecting: "een keuze").map(Value.choice)
    case .reference: scalar(expecting: "een OIN").map(Value.reference)
    case .child: scalar(expecting: "een onderdeel").map(Value.child)
    case .otherCase: noOtherCase()
    case .list(let inner, _, _): .list(items().compactMap { $0.value(of: inner) })
    }
  }
}

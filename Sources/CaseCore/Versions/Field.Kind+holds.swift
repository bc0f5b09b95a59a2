import OrderedCollections

extension Field.Kind {
  /// Whether a value that a case has is one of this kind. Conditions at the time of input do not count: how far ahead a date
  /// may be, which roles an organisation holds, and in which state a child is.
  ///
  /// A text is counted in characters, of which it has at most as many as code points, so what was once accepted stays valid.
  func holds(_ value: Value, in instance: Case) -> Bool {
    switch (self, value) {
    case (.text(let maximum), .text(let text)): text.count <= maximum
    case (.date, .date), (.reference, .reference): true
    case (.number(let minimum, let maximum), .number(let number)):
      number >= minimum ?? .min && number <= maximum ?? .max
    case (.choice(let options), .choice(let key)): options.contains { $0.key == key }
    case (.child(let machine, _), .child(let id)): instance.children[id]?.machine == machine
    // Of which workflow another case is, was looked at when it was named.
    case (.otherCase, .otherCase): true
    case (.list(let kind, let minimum, let maximum), .list(let values)):
      (minimum...max(minimum, maximum)).contains(values.count) && values.allSatisfy { kind.holds($0, in: instance) }
    case (.text, _), (.date, _), (.number, _), (.choice, _), (.reference, _), (.child, _), (.otherCase, _), (.list, _):
      false
    }
  }
}

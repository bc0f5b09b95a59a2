extension Field.Kind {
  func takes(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .text), (.date, .date), (.number, .number), (.reference, .reference), (.child, .child): true
    case (.choice(let options), .choice(let key)): options.contains { $0.key == key }
    case (.list(let kind, _, _), .list(let values)): values.allSatisfy(kind.takes)
    default: false
    }
  }

  func isSameType(as other: Field.Kind) -> Bool {
    switch (self, other) {
    case (.text, .text), (.date, .date), (.number, .number), (.reference, .reference), (.child, .child): true
    case (.otherCase(let workflow, _), .otherCase(let other, _)): workflow == other
    // A field may offer fewer options than the fact knows.
    case (.choice(let known), .choice(let offered)): Set(offered.map(\.key)).isSubset(of: known.map(\.key))
    case (.list(let left, _, _), .list(let right, _, _)): left.isSameType(as: right)
    default: false
    }
  }

  /// The roles of which a referenced organisation must hold one; empty when any organisation will do.
  var askedRoles: [String] {
    switch self {
    case .reference(let roles): roles
    case .list(let kind, _, _): kind.askedRoles
    default: []
    }
  }

  /// The workflow of the other cases that a value names.
  package var workflowOfOtherCases: String? {
    switch self {
    case .otherCase(let workflow, _): workflow
    case .list(let kind, _, _): kind.workflowOfOtherCases
    default: nil
    }
  }

  /// How many other cases a value names at most.
  var mostOtherCases: Int {
    switch self {
    case .otherCase: 1
    case .list(let kind, _, let maximum): kind.mostOtherCases == 0 ? 0 : maximum
    default: 0
    }
  }

  var isReference: Bool {
    switch self {
    case .reference: true
    case .list(let kind, _, _): kind.isReference
    default: false
    }
  }
}

/// The kinds of fields and facts, as files name them.
enum KindWord: String, CaseIterable {
  case text, date, number, choice, reference, child, list
  case otherCase = "case"

  /// The keys that say more about a field of this kind.
  var keys: [String] {
    switch self {
    case .text: ["max"]
    case .date: ["within", "past"]
    case .number: ["min", "max"]
    case .choice: ["options"]
    case .reference: ["roles"]
    case .child: ["machine", "in"]
    case .otherCase: ["workflow", "in"]
    case .list: ["of", "min", "max"]
    }
  }
}

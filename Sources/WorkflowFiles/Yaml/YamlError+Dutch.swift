import Yams

extension YamlError {
  var place: Place {
    switch self {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      Place(Self.beginning(problem, context) ?? mark)
    case .duplicatedKeysInMapping(_, let context): Place(context.mark)
    case .reader(_, let offset?, _, let text): Place(text.prefix(offset))
    default: .start
    }
  }

  var dutch: String {
    switch self {
    case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
      .composer(let context, let problem, _, _):
      "Dit is geen geldige YAML\(Self.cause(problem, context))."
    case .reader(let problem, _, _, _): "Dit is geen geldige YAML\(Self.cause(problem, nil))."
    case .duplicatedKeysInMapping(let keys, _):
      "De sleutel «\(keys.sorted().joined(separator: "», «"))» staat er meer dan eens."
    default: "Dit is geen geldige YAML."
    }
  }

  /// The most common mistakes, in Dutch; for the others the parser's own text.
  private static func cause(_ problem: String, _ context: Context?) -> String {
    let dutch = slips.first { problem.contains($0.problem) }?.dutch
    return ": " + (dutch ?? [context?.text, problem].compactMap(\.self).joined(separator: ", "))
  }

  private static let slips: [(problem: String, dutch: String)] = [
    (unclosedText, "deze tekst tussen quotes is niet gesloten"),
    (unclosedList, "deze lijst of groep tussen haken is niet gesloten, of er ontbreekt een komma"),
    ("could not find expected ':'", "na een sleutel hoort een dubbele punt"),
    (
      "mapping values are not allowed",
      "hier kan geen sleutel staan; een tekst met een dubbele punt hoort tussen quotes"
    ),
    ("did not find expected key", "hier wordt een sleutel verwacht; klopt het inspringen"),
    ("did not find expected '-' indicator", "hier wordt een onderdeel van een lijst verwacht; klopt het inspringen"),
    ("found character that cannot start any token", "een tab of een teken dat tussen quotes hoort"),
    ("found undefined alias", "deze verwijzing (*) heeft geen anker (&) daarvóór"),
    ("but found another document", "een bestand heeft één document"),
    ("control characters are not allowed", "er staat een onzichtbaar stuurteken in"),
  ]

  private static let unclosedText = "found unexpected end of stream"
  private static let unclosedList = "did not find expected ',' or"

  /// The parser notices an unclosed construct only later: the fault is at its beginning.
  private static func beginning(_ problem: String, _ context: Context?) -> Mark? {
    [unclosedText, unclosedList].contains { problem.contains($0) } ? context?.mark : nil
  }
}

extension Place {
  /// The place after a text.
  fileprivate init(_ before: Substring) {
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(line: max(lines.count, 1), column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  }
}
